package io.tidewatch.bench;

import io.tidewatch.bench.RunSpec.Subject;
import java.util.BitSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * Measures the time from event to alert at an even load.
 *
 * <p>Each event carries, as its event time, the moment at which it is due, whether or not the producer could send it
 * then; an alert carries the event time of the event that caused it. What holds the producer up is therefore part of
 * the
 * latency (no coordinated omission). Event times are whole milliseconds, cut off: latencies are up to 1 ms too long.
 */
final class LatencyBench {
    private static final double ANOMALY = 40;

    /** Each entity has been scored for a while when the load begins: a new one may raise an alert by itself. */
    private static final int PRELUDE_STEPS = 4 * Workload.WINDOW_STEPS;

    private static final long SEED = 23;
    private static final long AHEAD_NS = TimeUnit.MILLISECONDS.toNanos(300);
    /**
     * Events due within this time are sent together, in one batch: each batch costs the broker, which shares the
     * machine
     * with the detector, a request. What this delays is part of the latency.
     */
    private static final long TOGETHER_MS = 2;

    private static final long TOGETHER_NS = TimeUnit.MILLISECONDS.toNanos(TOGETHER_MS);

    private static final long QUIET_NS = TimeUnit.SECONDS.toNanos(2);
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(20);

    private final Site site;
    private final BenchPlan.Latency latency;
    private final int features;
    private final int partitions;
    private final String modelDirectory;

    /** @param modelDirectory of a model for {@code step: event} */
    LatencyBench(Site site, BenchPlan.Latency latency, int features, int partitions, String modelDirectory) {
        this.site = site;
        this.features = features;
        this.latency = latency;
        this.partitions = partitions;
        this.modelDirectory = modelDirectory;
    }

    LatencyResult run(WorkerProcess worker, String application, boolean entityInKey, double eventsPerSecond)
            throws Exception {
        LoadSchedule schedule = LoadSchedule.of(latency, eventsPerSecond);
        try (BenchTopic topic = new BenchTopic(site, application + "-input", partitions, features, (int) TOGETHER_MS)) {
            long prelude = sendPrelude(topic, schedule);
            RunSpec spec = new RunSpec(
                    Subject.DETECTOR,
                    application,
                    site.bootstrapServers(),
                    site.registryUrl(),
                    topic.name(),
                    features,
                    0,
                    entityInKey,
                    1,
                    latency.commitIntervalMs(),
                    0,
                    prelude,
                    Double.MAX_VALUE,
                    modelDirectory,
                    site.directory().resolve("state").toString(),
                    latency.training());
            site.createTopic(spec.alertsTopic(), partitions);
            site.createTopic(spec.deadLettersTopic(), partitions);
            worker.open(spec);
            Load load = new Load(schedule);
            Histogram read = new Histogram(3);
            Histogram decided = new Histogram(3);
            try (AlertReader alerts = new AlertReader(site, spec.alertsTopic(), load.measuring(read, decided))) {
                load.send(topic);
                awaitQuiet(alerts);
            }
            RunResult end = worker.closeTopology();
            site.deleteTopics(application + "-");
            return load.result(read, decided, entityInKey, end);
        }
    }

    /**
     * Time in the signal of an entity's step. However fast events come, each is a step on the way that the model
     * knows; and
     * none is skipped between prelude and load, or all entities would alert at once.
     */
    private static long signalMs(long step) {
        return step * Workload.STEP_MS;
    }

    /** Fills every window; returns the number of events. */
    private long sendPrelude(BenchTopic topic, LoadSchedule schedule) {
        Signal signal = new Signal(features, SEED);
        long endMs = System.currentTimeMillis();
        long count = 0;
        for (int round = PRELUDE_STEPS; round > 0; round--) {
            long timeMs = endMs - Math.round(round * Math.max(1, schedule.intervalMs()));
            for (int entity = 0; entity < schedule.entities(); entity++, count++) {
                topic.send(EventFormat.key(entity), timeMs, signal.at(entity, signalMs(PRELUDE_STEPS - round)));
            }
        }
        topic.flush();
        return count;
    }

    private static void awaitQuiet(AlertReader alerts) {
        long startedNs = System.nanoTime();
        while (System.nanoTime() - Math.max(alerts.lastNs(), startedNs) < QUIET_NS
                && System.nanoTime() - startedNs < PATIENCE_NS) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
    }

    /** One load, from its first event. */
    private final class Load {
        private final LoadSchedule schedule;
        private final long startNs = System.nanoTime() + AHEAD_NS;
        private final long startMs = System.currentTimeMillis() + TimeUnit.NANOSECONDS.toMillis(AHEAD_NS);
        private long injected;
        private long worstDelayNs;
        private long endedNs;

        Load(LoadSchedule schedule) {
            this.schedule = schedule;
        }

        AlertReader.Receiver measuring(Histogram read, Histogram decided) {
            return (causedMs, decidedMs, receivedNs) -> {
                long dueNs = TimeUnit.MILLISECONDS.toNanos(causedMs - startMs);
                if (dueNs >= schedule.countedFromNs()) {
                    read.recordValue(Math.max(0, TimeUnit.NANOSECONDS.toMicros(receivedNs - startNs - dueNs)));
                    decided.recordValue(Math.max(0, TimeUnit.MILLISECONDS.toMicros(decidedMs - causedMs)));
                }
            };
        }

        void send(BenchTopic topic) {
            byte[][] keys = new byte[schedule.entities()][];
            for (int e = 0; e < keys.length; e++) {
                keys[e] = EventFormat.key(e);
            }
            Signal signal = new Signal(features, SEED + 1);
            BitSet anomalous = new BitSet(keys.length);
            for (long i = 0; i < schedule.events(); i++) {
                long dueNs = schedule.dueNs(i);
                long nowNs = System.nanoTime() - startNs;
                if (dueNs > nowNs) {
                    LockSupport.parkNanos(dueNs - nowNs + TOGETHER_NS);
                } else if (schedule.counts(i)) {
                    worstDelayNs = Math.max(worstDelayNs, nowNs - dueNs);
                }
                int entity = schedule.entity(i);
                long timeMs = startMs + TimeUnit.NANOSECONDS.toMillis(dueNs);
                double[] values = signal.at(entity, signalMs(PRELUDE_STEPS + i / keys.length));
                if (i == schedule.warmUpEvents()) {
                    injected = 0;
                }
                if (injected < schedule.anomaliesBy(i) && !anomalous.get(entity)) {
                    anomalous.set(entity);
                    injected++;
                    for (int f = 0; f < values.length; f++) {
                        values[f] += ANOMALY;
                    }
                }
                topic.send(keys[entity], timeMs, values);
            }
            topic.flush();
            endedNs = System.nanoTime();
        }

        LatencyResult result(Histogram read, Histogram decided, boolean entityInKey, RunResult end) {
            return new LatencyResult(
                    entityInKey,
                    schedule.eventsPerSecond(),
                    schedule.events() * 1e9 / (endedNs - startNs),
                    worstDelayNs / 1e6,
                    latency.commitIntervalMs(),
                    end.commitMs(),
                    injected,
                    read.getTotalCount(),
                    millis(read, 50),
                    millis(read, 90),
                    millis(read, 99),
                    millis(read, 99.9),
                    millis(read, 100),
                    new LatencyResult.Decided(millis(decided, 50), millis(decided, 99)),
                    end.resources());
        }

        private static double millis(Histogram micros, double percentile) {
            return micros.getValueAtPercentile(percentile) / 1e3;
        }
    }
}
