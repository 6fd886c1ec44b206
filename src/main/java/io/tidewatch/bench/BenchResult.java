package io.tidewatch.bench;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything a benchmark measured.
 *
 * @param machine what it ran on
 * @param plan what it was to measure
 * @param variants of both topologies, over the same events
 * @param threads the same with other numbers of stream threads; empty when not measured
 * @param entityCounts the detector with other numbers of entities; empty when not measured
 * @param latency of each run, with the entity in the key and in a field in turns; empty when not measured
 * @param starts of {@code run}; empty when not measured
 */
public record BenchResult(
        Machine machine,
        BenchPlan plan,
        List<Variant> variants,
        List<Variant> threads,
        List<Variant> entityCounts,
        List<LatencyResult> latency,
        List<StartupResult> starts) {

    public BenchResult {
        variants = List.copyOf(variants);
        threads = List.copyOf(threads);
        entityCounts = List.copyOf(entityCounts);
        latency = List.copyOf(latency);
        starts = List.copyOf(starts);
    }

    /**
     * What it ran on.
     *
     * @param kernel that scores
     */
    public record Machine(int processors, String architecture, String system, String java, String kernel) {
        static Machine here(String kernel) {
            return new Machine(
                    Runtime.getRuntime().availableProcessors(),
                    System.getProperty("os.arch"),
                    System.getProperty("os.name") + " " + System.getProperty("os.version"),
                    System.getProperty("java.vm.name") + " " + System.getProperty("java.version"),
                    kernel);
        }
    }

    /** The variant measured of a kind. */
    Variant variant(RunSpec.Subject subject, long stepMs, boolean entityInKey) {
        return variants.stream()
                .filter(variant -> variant.subject() == subject
                        && variant.stepMs() == stepMs
                        && variant.entityInKey() == entityInKey)
                .findFirst()
                .orElseThrow();
    }

    /** Steps of 10 s, entity in a field: what the headline compares. */
    Variant headline(RunSpec.Subject subject) {
        return variant(subject, Workload.STEP_MS, false);
    }

    /**
     * A detector's rate over that of the pass-through topology with the same entity and threads.
     *
     * @param among what was measured over the same events in the same turns
     * @return null without such a topology
     */
    static @Nullable Double ratio(Variant detector, List<Variant> among) {
        return among.stream()
                .filter(variant -> detector.subject() == RunSpec.Subject.DETECTOR
                        && variant.subject() == RunSpec.Subject.PASS_THROUGH
                        && variant.entityInKey() == detector.entityInKey()
                        && variant.threads() == detector.threads())
                .findFirst()
                .map(variant -> detector.eventsPerSecond() / variant.eventsPerSecond())
                .orElse(null);
    }

    /** Runs of the latency with the entity in one place; empty when not measured. */
    List<LatencyResult> latency(boolean entityInKey) {
        return latency.stream().filter(run -> run.entityInKey() == entityInKey).toList();
    }

    /** Median time from the start to the first score, seconds; NaN when not measured. */
    double startupSeconds() {
        return Median.of(starts, StartupResult::seconds);
    }
}
