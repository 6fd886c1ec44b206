package io.tidewatch.bench;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a benchmark measures, and how long.
 *
 * @param shape of the events that throughput is measured on
 * @param runs of each topology with steps of 10 s and the entity in a field, taken in turns; medians are reported. 0:
 *     the topologies are not compared, and there is no latency run
 * @param variantRuns of every other variant, and of the latency with each place of the entity
 * @param runSeconds longest time that a run is measured for, when its events last longer
 * @param roundsWithinSeconds after so long, counted from the start of everything, runs are not repeated any more
 * @param partitions of the input topic
 * @param commitIntervalMs of the throughput runs, milliseconds
 * @param fieldPerEvent whether {@code step: event} is also measured with the entity in a field
 * @param threads numbers of stream threads to compare; empty: none
 * @param entityCounts numbers of entities to compare; empty: none
 * @param entityFeatures numeric fields per event when numbers of entities are compared
 * @param latency what the latency run offers; null: no latency run
 * @param starts how often the start of {@code run} is measured; 0: never
 * @param heap of each child process, as {@code -Xmx} takes it
 */
public record BenchPlan(
        Workload shape,
        int runs,
        int variantRuns,
        double runSeconds,
        double roundsWithinSeconds,
        int partitions,
        long commitIntervalMs,
        boolean fieldPerEvent,
        List<Integer> threads,
        List<Integer> entityCounts,
        int entityFeatures,
        @Nullable Latency latency,
        int starts,
        String heap) {

    /**
     * What a latency run offers.
     *
     * @param eventsPerSecond offered; 0: half of the rate measured with {@code step: event}
     * @param commitIntervalMs milliseconds
     * @param entities that send
     * @param anomalies injected, at most one for each entity
     * @param warmUpSeconds at the same load before anything counts
     * @param seconds that count
     * @param training whether models are learned and swapped meanwhile, all the time
     */
    public record Latency(
            double eventsPerSecond,
            long commitIntervalMs,
            int entities,
            int anomalies,
            double warmUpSeconds,
            double seconds,
            boolean training) {

        public Latency {
            if (anomalies < 1 || anomalies > entities) {
                throw new IllegalArgumentException(
                        anomalies + " anomalies for " + entities + " entities; 1 to as many as entities are possible");
            }
            if (!(eventsPerSecond >= 0 && warmUpSeconds >= 0 && seconds > 0) || commitIntervalMs < 1) {
                throw new IllegalArgumentException(
                        "a load, its time and the commit interval of the latency run must be positive");
            }
        }
    }

    public BenchPlan {
        threads = List.copyOf(threads);
        entityCounts = entityCounts.stream().sorted().toList();
        if (runs < 0 || variantRuns < 1 || !(runSeconds > 0) || partitions < 1 || commitIntervalMs < 1 || starts < 0) {
            throw new IllegalArgumentException("runs, their time, partitions and the commit interval must be positive");
        }
    }

    /** The whole measurement. */
    public static BenchPlan full() {
        return new BenchPlan(
                new Workload(10_000, 8, 10, 1_500_000),
                5,
                5,
                30,
                Double.MAX_VALUE,
                2,
                500,
                true,
                List.of(1, 2),
                List.of(1_000, 10_000, 100_000, 1_000_000),
                2,
                new Latency(0, 25, 4_000, 3_000, 20, 30, false),
                5,
                "2g");
    }

    /**
     * A look within 90 seconds. Its latency is at a load that a process carries which has hardly run: half of what that
     * one does at its best is too much for it, and the result would be how long the JIT compiler takes.
     */
    public static BenchPlan quick() {
        return new BenchPlan(
                new Workload(500, 8, 10, 800_000),
                2,
                1,
                2.5,
                50,
                2,
                500,
                false,
                List.of(),
                List.of(),
                2,
                new Latency(5_000, 25, 600, 500, 3, 6, false),
                1,
                "2g");
    }
}
