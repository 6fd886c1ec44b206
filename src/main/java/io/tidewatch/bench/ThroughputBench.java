package io.tidewatch.bench;

import io.tidewatch.bench.RunSpec.Subject;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** Runs topologies over one input topic, in turns, each run as an application of its own. */
final class ThroughputBench {
    private final Site site;
    private final BenchPlan plan;
    private final Models models;
    private final AtomicInteger applications;
    private final long startedNs;
    private final Consumer<String> progress;

    /** Where the model of a number of features and a step's length lies. */
    interface Models {
        String directory(int features, long stepMs);
    }

    /** What shall run. */
    record Contender(Subject subject, long stepMs, boolean entityInKey, int threads) {
        /** Whether it is one of the two that the headline compares. */
        boolean headline() {
            return stepMs == Workload.STEP_MS && !entityInKey && threads == 1;
        }

        @Override
        public String toString() {
            return (subject == Subject.DETECTOR ? "detector" : "pass-through")
                    + (stepMs == 0 ? ", step: event" : ", step: " + stepMs / 1000 + "s")
                    + (entityInKey ? ", entity in key" : ", entity in field")
                    + (threads == 1 ? "" : ", " + threads + " threads");
        }
    }

    /** @param startedNs when the whole benchmark was started, as {@link System#nanoTime} counts */
    ThroughputBench(
            Site site,
            BenchPlan plan,
            Models models,
            AtomicInteger applications,
            long startedNs,
            Consumer<String> progress) {
        this.site = site;
        this.plan = plan;
        this.models = models;
        this.applications = applications;
        this.startedNs = startedNs;
        this.progress = progress;
    }

    /** Runs the first contender of each topology once, all at the same time, for the JIT compiler. */
    void warmUp(List<Contender> contenders, Map<Subject, WorkerProcess> workers, String topic, Workload shape)
            throws Exception {
        Map<Subject, CompletableFuture<Run>> running = new EnumMap<>(Subject.class);
        for (Contender contender : contenders) {
            running.computeIfAbsent(
                    contender.subject(),
                    first -> CompletableFuture.supplyAsync(() -> {
                        try {
                            return measure(contender, workers, topic, shape, false);
                        } catch (Exception e) {
                            throw new CompletionException(e);
                        }
                    }));
        }
        CompletableFuture.allOf(running.values().toArray(CompletableFuture[]::new))
                .get();
        progress.accept("warmed up");
    }

    /**
     * Runs each contender several times, in turns.
     *
     * @param workers where each topology runs
     * @param runs of a contender
     */
    List<Variant> compare(
            List<Contender> contenders,
            Map<Subject, WorkerProcess> workers,
            String topic,
            Workload shape,
            ToIntFunction<Contender> runs)
            throws Exception {
        Map<Contender, List<RunResult>> results = new LinkedHashMap<>();
        Map<Contender, @Nullable StoredState> states = new LinkedHashMap<>();
        int rounds = contenders.stream().mapToInt(runs).max().orElse(0);
        for (int round = 0; round < rounds; round++) {
            for (Contender contender : contenders) {
                boolean late = (System.nanoTime() - startedNs) / 1e9 > plan.roundsWithinSeconds();
                if (round >= runs.applyAsInt(contender) || (round > 0 && late)) {
                    continue;
                }
                boolean first = round == 0 && contender.subject() == Subject.DETECTOR;
                Run made = measure(contender, workers, topic, shape, first);
                results.computeIfAbsent(contender, absent -> new ArrayList<>()).add(made.result());
                states.putIfAbsent(contender, made.state());
                progress.accept(String.format(
                        "%s: %,.0f events/s, %.1f µs of CPU each",
                        contender,
                        made.result().eventsPerSecond(),
                        made.result().cpuMicrosPerEvent()));
            }
        }
        return results.entrySet().stream()
                .map(entry -> new Variant(
                        entry.getKey().subject(),
                        entry.getKey().stepMs(),
                        entry.getKey().entityInKey(),
                        entry.getKey().threads(),
                        shape.entities(),
                        shape.features(),
                        entry.getValue(),
                        states.get(entry.getKey())))
                .toList();
    }

    private record Run(RunResult result, @Nullable StoredState state) {}

    private Run measure(
            Contender contender, Map<Subject, WorkerProcess> workers, String topic, Workload shape, boolean withState)
            throws Exception {
        String application = "bench-" + applications.incrementAndGet();
        RunSpec spec = new RunSpec(
                contender.subject(),
                application,
                site.bootstrapServers(),
                site.registryUrl(),
                topic,
                shape.features(),
                contender.stepMs(),
                contender.entityInKey(),
                contender.threads(),
                plan.commitIntervalMs(),
                shape.preludeEvents(),
                shape.totalEvents(),
                plan.runSeconds(),
                models.directory(shape.features(), contender.stepMs()),
                site.directory().resolve("state").toString(),
                false);
        site.createTopic(spec.alertsTopic(), plan.partitions());
        site.createTopic(spec.deadLettersTopic(), plan.partitions());
        WorkerProcess worker = workers.get(contender.subject());
        if (worker == null) {
            throw new IllegalArgumentException("no process for " + contender.subject());
        }
        RunResult result = worker.measure(spec);
        StoredState state = withState ? StoredState.of(site, application) : null;
        site.deleteTopics(application + "-");
        return new Run(result, state);
    }
}
