package io.tidewatch.bench;

import io.tidewatch.bench.BenchResult.Machine;
import io.tidewatch.bench.RunSpec.Subject;
import io.tidewatch.bench.ThroughputBench.Contender;
import io.tidewatch.inference.CompiledScorer;
import io.tidewatch.launch.ChildJvm;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** The course of a benchmark: models, events, throughput, latency, start-up, then scaling. */
public final class Bench implements AutoCloseable {
    private static final long SEED = 11;

    /** From so many entities on, one run takes minutes. */
    private static final int ONE_RUN_FROM = 500_000;

    /** Each entity's part of the topic that a started service reads: windows for a few scores, no more. */
    private static final Workload STARTUP_ENTITIES = new Workload(20, 1, 1, 200);

    private final BenchPlan plan;
    private final ChildJvm jvm;
    private final Consumer<String> progress;
    private final long startedNs = System.nanoTime();
    private final Site site;
    private final long startMs = Instant.now()
            .minus(Duration.ofDays(1))
            .truncatedTo(ChronoUnit.HOURS)
            .toEpochMilli();
    private final AtomicInteger applications = new AtomicInteger();
    private final Map<String, String> models = new HashMap<>();

    /**
     * Starts broker and registry.
     *
     * @param directory for everything that is stored; the caller deletes it
     * @param progress receives what has been measured
     */
    public Bench(BenchPlan plan, ChildJvm jvm, Path directory, Consumer<String> progress) {
        this.plan = plan;
        this.jvm = jvm;
        this.progress = progress;
        this.site = new Site(directory);
        progress.accept("broker and registry are up");
    }

    /** Measures everything in the plan. */
    public BenchResult run() throws Exception {
        List<Variant> variants = new ArrayList<>();
        List<Variant> threads = new ArrayList<>();
        List<LatencyResult> latency = new ArrayList<>();
        if (plan.runs() > 0) {
            topologies(variants, threads, latency);
        }
        List<StartupResult> starts = starts();
        return new BenchResult(
                Machine.here(CompiledScorer.kernel()), plan, variants, threads, entityCounts(), latency, starts);
    }

    /** Measures both topologies over the same events, then the detector's latency at the load of the plan. */
    private void topologies(List<Variant> variants, List<Variant> threads, List<LatencyResult> latency)
            throws Exception {
        Workload shape = plan.shape();
        String topic = fill("bench-events", shape);
        try (WorkerProcess passThrough = new WorkerProcess(jvm);
                WorkerProcess detector = new WorkerProcess(jvm)) {
            model(shape.features(), Workload.STEP_MS);
            model(shape.features(), 0);
            Map<Subject, WorkerProcess> workers = Map.of(Subject.PASS_THROUGH, passThrough, Subject.DETECTOR, detector);
            ThroughputBench throughput = throughput();
            throughput.warmUp(contenders(), workers, topic, shape);
            variants.addAll(throughput.compare(
                    contenders(),
                    workers,
                    topic,
                    shape,
                    contender -> contender.headline() ? plan.runs() : plan.variantRuns()));
            if (!plan.threads().isEmpty()) {
                threads.addAll(throughput.compare(ofThreads(), workers, topic, shape, contender -> plan.variantRuns()));
            }
            latency.addAll(latency(detector, variants));
        }
        site.deleteTopics("bench-events");
    }

    private ThroughputBench throughput() {
        return new ThroughputBench(site, plan, this::model, applications, startedNs, progress);
    }

    private List<Contender> contenders() {
        List<Contender> contenders = new ArrayList<>();
        for (boolean entityInKey : new boolean[] {false, true}) {
            contenders.add(new Contender(Subject.PASS_THROUGH, Workload.STEP_MS, entityInKey, 1));
            contenders.add(new Contender(Subject.DETECTOR, Workload.STEP_MS, entityInKey, 1));
            if (entityInKey || plan.fieldPerEvent()) {
                contenders.add(new Contender(Subject.DETECTOR, 0, entityInKey, 1));
            }
        }
        return contenders;
    }

    private List<Contender> ofThreads() {
        List<Contender> contenders = new ArrayList<>();
        for (int threads : plan.threads()) {
            contenders.add(new Contender(Subject.PASS_THROUGH, Workload.STEP_MS, true, threads));
            contenders.add(new Contender(Subject.DETECTOR, Workload.STEP_MS, true, threads));
        }
        return contenders;
    }

    private static double peak(List<Variant> variants, boolean entityInKey) {
        return variants.stream()
                .filter(variant -> variant.subject() == Subject.DETECTOR && variant.stepMs() == 0)
                .filter(variant -> variant.entityInKey() == entityInKey)
                .mapToDouble(Variant::eventsPerSecond)
                .findFirst()
                .orElseThrow();
    }

    private List<LatencyResult> latency(WorkerProcess detector, List<Variant> variants) throws Exception {
        BenchPlan.Latency load = plan.latency();
        if (load == null) {
            return List.of();
        }
        int features = plan.shape().features();
        LatencyBench bench = new LatencyBench(site, load, features, plan.partitions(), model(features, 0));
        boolean[] places = plan.fieldPerEvent() ? new boolean[] {true, false} : new boolean[] {true};
        List<LatencyResult> results = new ArrayList<>();
        for (int run = 0; run < plan.variantRuns(); run++) {
            for (boolean entityInKey : places) {
                double eventsPerSecond =
                        load.eventsPerSecond() > 0 ? load.eventsPerSecond() : peak(variants, entityInKey) / 2;
                LatencyResult result =
                        bench.run(detector, "bench-" + applications.incrementAndGet(), entityInKey, eventsPerSecond);
                progress.accept(String.format(
                        "latency at %,.0f events/s: p50 %.1f, p99 %.1f, p99.9 %.1f ms over %,d alerts",
                        eventsPerSecond, result.p50(), result.p99(), result.p999(), result.alerts()));
                results.add(result);
            }
        }
        return results;
    }

    private List<StartupResult> starts() throws Exception {
        List<StartupResult> starts = new ArrayList<>();
        if (plan.starts() == 0) {
            return starts;
        }
        Workload shape = new Workload(
                STARTUP_ENTITIES.entities(), plan.shape().features(), 1, STARTUP_ENTITIES.measuredEvents());
        String topic = fill("start-events", shape);
        for (int start = 0; start < plan.starts(); start++) {
            starts.add(start("start-" + start, topic));
        }
        return starts;
    }

    private StartupResult start(String name, String topic) throws Exception {
        int features = plan.shape().features();
        StartupResult result =
                new StartupBench(site, jvm).start(name, topic, features, model(features, Workload.STEP_MS));
        progress.accept(String.format("start of run to the first score: %.2f s %s", result.seconds(), result.marks()));
        return result;
    }

    /** Every event a step of its own, so that each run does the same work per event however many entities there are. */
    private List<Variant> entityCounts() throws Exception {
        List<Variant> variants = new ArrayList<>();
        if (plan.entityCounts().isEmpty()) {
            return variants;
        }
        try (WorkerProcess detector = new WorkerProcess(jvm)) {
            Contender contender = new Contender(Subject.DETECTOR, Workload.STEP_MS, true, 1);
            Map<Subject, WorkerProcess> workers = Map.of(Subject.DETECTOR, detector);
            for (int entities : plan.entityCounts()) {
                long events = Math.max(plan.shape().measuredEvents(), 2L * entities);
                Workload shape = new Workload(entities, plan.entityFeatures(), 1, events);
                String topic = fill("bench-entities-" + entities, shape);
                ThroughputBench throughput = throughput();
                if (variants.isEmpty()) {
                    throughput.warmUp(List.of(contender), workers, topic, shape);
                }
                variants.addAll(throughput.compare(
                        List.of(contender),
                        workers,
                        topic,
                        shape,
                        one -> entities >= ONE_RUN_FROM ? 1 : plan.variantRuns()));
                site.deleteTopics(topic);
            }
        }
        return variants;
    }

    private String fill(String name, Workload shape) throws Exception {
        long startedNs = System.nanoTime();
        try (BenchTopic topic = new BenchTopic(site, name, plan.partitions(), shape.features(), 5)) {
            topic.fill(shape, startMs, SEED);
        }
        progress.accept(String.format(
                "%,d events of %,d entities produced in %.1f s",
                shape.totalEvents(), shape.entities(), (System.nanoTime() - startedNs) / 1e9));
        return name;
    }

    /** Directory of the model for a number of features and a step's length, trained when first asked for. */
    private String model(int features, long stepMs) {
        return models.computeIfAbsent(features + "x" + stepMs, name -> {
            Path directory = site.directory().resolve("model-" + name);
            BenchModel.train(features, stepMs, plan.shape().eventsPerStep(), startMs, directory);
            progress.accept("model trained for " + features + " features, "
                    + (stepMs == 0 ? "step: event" : "step: " + stepMs / 1000 + "s"));
            return directory.toString();
        });
    }

    @Override
    public void close() {
        site.close();
    }
}
