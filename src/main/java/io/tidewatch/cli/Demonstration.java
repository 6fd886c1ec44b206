package io.tidewatch.cli;

import io.tidewatch.Alert;
import io.tidewatch.config.TidewatchConfig;
import io.tidewatch.evaluation.CatchReport;
import io.tidewatch.model.ModelArtifact;
import io.tidewatch.service.TidewatchService;
import io.tidewatch.simulation.Fleet;
import io.tidewatch.simulation.FleetSpec;
import io.tidewatch.topology.AlertFollower;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** The demo's course: a normal past into the topic, a model from it, the service, then days with anomalies. */
final class Demonstration {
    private static final int ENTITIES = 24;
    private static final Duration NORMAL = Duration.ofDays(3);
    private static final Duration WATCHED_ONCE = Duration.ofDays(3);
    private static final Duration WATCHED_LIVE = Duration.ofDays(30);
    private static final long ONCE_STEP_MS = 40;
    private static final long LIVE_STEP_MS = 250;
    private static final Duration START_WITHIN = Duration.ofSeconds(60);

    /** An alert this long after an anomaly's end still counts for it. */
    private static final Duration TOLERANCE = Duration.ofMinutes(30);

    private final TidewatchConfig config;
    private final boolean once;
    private final BooleanSupplier stopping;
    private final PrintWriter out;
    private final Fleet fleet;
    private final AlertLine line;
    private final List<Alert> alerts = new ArrayList<>();

    /** @param stopping whether it is to end early */
    Demonstration(TidewatchConfig config, long seed, boolean once, PrintWriter out, BooleanSupplier stopping) {
        this.config = config;
        this.once = once;
        this.stopping = stopping;
        this.out = out;
        this.line = new AlertLine(config.detector().zone());
        Duration watched = once ? WATCHED_ONCE : WATCHED_LIVE;
        // In a live demo event time is about now, as with real events; --once has the same events each time.
        Instant start = once
                ? Instant.parse("2026-03-02T00:00:00Z")
                : Instant.now().truncatedTo(ChronoUnit.DAYS).minus(NORMAL).minus(WATCHED_LIVE);
        this.fleet = new Fleet(new FleetSpec(ENTITIES, FleetTopic.STEP, start, NORMAL, watched, seed));
    }

    /** Returns the exit code. */
    int run() throws Exception {
        try (FleetTopic topic = new FleetTopic(config, fleet)) {
            long events = topic.send(fleet.spec().start().toEpochMilli(), watchedFromMs());
            say(
                    "%d servers have sent %,d events in %d days, all normal; learning from them",
                    ENTITIES, events, NORMAL.toDays());
            learn(topic);
            try (TidewatchService service = TidewatchService.start(config);
                    AlertFollower follower = new AlertFollower(
                            config.kafka(), topic.registry(), config.topics().alerts(), true)) {
                awaitRunning(service);
                if (!once) {
                    say("watching; page at %s (Ctrl-C stops)", service.address());
                } else {
                    say(
                            "watching %d days more, with %d anomalies in them",
                            WATCHED_ONCE.toDays(), fleet.anomalies().size());
                }
                watch(topic, follower);
                return finish(follower);
            }
        }
    }

    private long watchedFromMs() {
        return fleet.spec().start().plus(NORMAL).toEpochMilli();
    }

    private void learn(FleetTopic topic) throws Exception {
        long startedNs = System.nanoTime();
        ModelArtifact model = topic.learn();
        say(
                "model %s learned from %,d windows in %.1f s",
                model.version(), model.provenance().windows(), (System.nanoTime() - startedNs) / 1e9);
    }

    private static void awaitRunning(TidewatchService service) throws InterruptedException {
        long until = System.nanoTime() + START_WITHIN.toNanos();
        while (!service.running()) {
            if (System.nanoTime() > until) {
                throw new IllegalStateException("the detector did not start within " + START_WITHIN.toSeconds() + " s");
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    private void watch(FleetTopic topic, AlertFollower follower) throws Exception {
        long endMs = watchedFromMs() + fleet.spec().watched().toMillis();
        for (long time = watchedFromMs();
                time < endMs && !stopping.getAsBoolean();
                time += FleetTopic.STEP.toMillis()) {
            long stepEndNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(once ? ONCE_STEP_MS : LIVE_STEP_MS);
            topic.send(time);
            do {
                print(follower.poll(Duration.ofNanos(Math.max(0, stepEndNs - System.nanoTime()))));
            } while (System.nanoTime() < stepEndNs);
        }
        topic.flush();
    }

    private int finish(AlertFollower follower) throws Exception {
        // The detector has seen everything once no alert has come for some time.
        int quiet = 0;
        while (quiet < 6 && !stopping.getAsBoolean()) {
            List<Alert> more = follower.poll(Duration.ofMillis(500));
            quiet = more.isEmpty() ? quiet + 1 : 0;
            print(more);
        }
        if (stopping.getAsBoolean()) {
            // Most of what was planned has not happened: there is nothing to add up.
            return 0;
        }
        CatchReport report = new CatchReport(fleet.anomalies(), alerts, TOLERANCE.toMillis());
        out.println();
        out.print(report.table());
        out.flush();
        return report.caught() > 0 ? 0 : 1;
    }

    private void print(List<Alert> more) {
        for (Alert alert : more) {
            alerts.add(alert);
            out.println(line.of(alert));
        }
        out.flush();
    }

    private void say(String format, Object... arguments) {
        out.printf(Locale.ROOT, format + "%n", arguments);
        out.flush();
    }
}
