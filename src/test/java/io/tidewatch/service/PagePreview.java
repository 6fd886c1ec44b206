package io.tidewatch.service;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.tidewatch.Alert;
import io.tidewatch.AlertStatus;
import io.tidewatch.AlertWindow;
import io.tidewatch.AnomalyKind;
import io.tidewatch.Contribution;
import io.tidewatch.FeatureWindow;
import io.tidewatch.Severity;
import io.tidewatch.config.TidewatchConfig;
import io.tidewatch.detector.ScheduledModel;
import io.tidewatch.detector.StepResult.Phase;
import io.tidewatch.event.Extraction.Rejected;
import io.tidewatch.event.RejectionReason;
import io.tidewatch.inference.CompiledScorer;
import io.tidewatch.model.HeldOut;
import io.tidewatch.model.ScorerKind;
import io.tidewatch.topology.ModelHolder;
import io.tidewatch.topology.StreamThreads;
import io.tidewatch.window.LeftOut;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.streams.KafkaStreams;

/**
 * The page with made-up data and an incident that comes and goes, to look at: {@code watching}, {@code elsewhere}
 * (another
 * instance trains), {@code learning} or {@code away}, and a port.
 */
final class PagePreview {
    private static final int STEPS = 32;
    private static final Duration STEP = Duration.ofMinutes(5);

    private final Random random = new Random(11);
    private final Instant now = Instant.now();
    private final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final LiveState state = new LiveState(meters, System::currentTimeMillis);

    private PagePreview() {}

    /** @param args what to show, and the port */
    public static void main(String[] args) throws InterruptedException {
        new PagePreview().serve(args[0], Integer.parseInt(args[1]));
    }

    private void serve(String shown, int port) throws InterruptedException {
        ModelHolder holder = new ModelHolder();
        ModelSwap models = new ModelSwap(
                holder, meters, ScorerKind.COMPILED, trained -> CompiledScorer.compile(trained.network()));
        LearningState learning = new LearningState(true, 37, 128, null);
        if (shown.equals("elsewhere")) {
            models.use(Fixtures.model(1), ScheduledModel.AT_ONCE, 7);
        }
        if (shown.equals("watching")) {
            models.use(Fixtures.model(1));
            ScheduledModel winner = Fixtures.winner(
                    new HeldOut(1050, 0.0419, 0.0312), now.plusSeconds(600).toEpochMilli());
            models.use(winner.artifact(), winner.fromMs(), winner.activation());
            state.trainer(Fixtures.trainerThatLost(new HeldOut(960, 0.0312, 0.0525)));
            incidents();
            leftOut();
        }
        state.registryReachable(!shown.equals("away"));
        for (int e = 0; e < 24; e++) {
            state.step(Fixtures.step("web-" + e, shown.equals("watching") && e > 2 ? Phase.FULL : Phase.LEARNING));
        }
        KafkaStreams.State running = KafkaStreams.State.RUNNING;
        Health health = new Health(
                () -> new StreamsFacts(running, StreamThreads.NONE),
                state::registryReachable,
                () -> null,
                () -> learning,
                List::of);
        Overview overview = new Overview(Fixtures.SPEC, state, holder::newest, () -> running, List::of);
        try (HttpServer server = new HttpServer(
                new TidewatchConfig.Http("127.0.0.1", port, 0),
                new Probes(health, meters::scrape),
                state.incidents(),
                overview::read)) {
            for (int tenths = 0; tenths < 6000; tenths++) {
                int events = (int) (8 + 4 * Math.sin(tenths / 90.0) + random.nextInt(3));
                for (int i = 0; i < events; i++) {
                    state.event("servers", 0);
                }
                if (shown.equals("watching") && tenths % 100 == 50) {
                    String id = "live-" + tenths / 200;
                    if (tenths % 200 == 50) {
                        incident(id, "web-20", AnomalyKind.POINT, Severity.WARNING, 0);
                    } else {
                        state.alert(closed(id, "web-20", 20));
                    }
                }
                TimeUnit.MILLISECONDS.sleep(100);
            }
        }
    }

    private void leftOut() {
        for (int i = 0; i < 1_240; i++) {
            state.leftOut(LeftOut.LATE, "servers-" + (i % 5 == 0 ? 0 : 3), "web-4", 90_000);
        }
        state.leftOut(LeftOut.EARLY, "servers-1", "web-5", 28_800_000);
        state.rejected("servers", 2, new Rejected(RejectionReason.TIME_OUT_OF_RANGE, "at is 1790000000"));
    }

    private void incidents() {
        for (int i = 0; i < 7; i++) {
            incident(
                    "old-" + i,
                    "web-" + (i + 3),
                    AnomalyKind.values()[i % 3],
                    Severity.values()[i % 3],
                    3600 * (20 - i));
            state.alert(closed("old-" + i, "web-" + (i + 3), i));
        }
        incident("x", "<script>alert(1)</script>", AnomalyKind.POINT, Severity.WARNING, 3000);
        incident("warn", "db-eu-west-1.internal.example.org/orders", AnomalyKind.COLLECTIVE, Severity.MAJOR, 2400);
        incident("now", "web-12", AnomalyKind.CONTEXTUAL, Severity.CRITICAL, 600);
    }

    private void incident(String id, String entity, AnomalyKind kind, Severity severity, long secondsAgo) {
        Instant end = now.minusSeconds(secondsAgo);
        List<Instant> times = new ArrayList<>();
        for (int step = 0; step < STEPS; step++) {
            times.add(end.minus(STEP.multipliedBy(STEPS - step)));
        }
        int anomalous = kind == AnomalyKind.POINT ? 1 : 7;
        List<FeatureWindow> features = new ArrayList<>();
        List<Contribution> parts = new ArrayList<>();
        List<String> names = List.of("cpu", "latency_ms", "requests", "memory");
        for (int f = 0; f < names.size(); f++) {
            feature(names.get(f), f, anomalous, times, features, parts);
        }
        parts.sort((a, b) -> Double.compare(b.getShare(), a.getShare()));
        Alert alert = Fixtures.alert(id, entity, AlertStatus.OPEN, 0);
        alert.setKind(kind);
        alert.setSeverity(severity);
        alert.setStartedAt(times.get(STEPS - anomalous));
        alert.setWindowStart(times.get(0));
        alert.setWindowEnd(end);
        alert.setContributions(parts);
        alert.setMessage("cpu of " + entity + " was 91.3 at 03:10:00, expected 42.1 (36.2 to 48.0); unusual for this"
                + " moment.");
        alert.setWindow(new AlertWindow(times, features));
        state.alert(alert);
    }

    /** Of four features the first two carry the evidence; one value of the second is missing. */
    private void feature(
            String name, int f, int anomalous, List<Instant> times, List<FeatureWindow> to, List<Contribution> parts) {
        List<Float> actual = new ArrayList<>();
        List<Float> expected = new ArrayList<>();
        for (int step = 0; step < STEPS; step++) {
            double usual = 42 * (f + 1) + 9 * Math.sin(step / 6.0 + f);
            boolean off = f < 2 && step >= STEPS - anomalous;
            boolean missing = f == 1 && step == STEPS - 3;
            double seen = usual + 1.5 * random.nextGaussian() + (off ? 40 + 3 * (step - STEPS) : 0);
            actual.add(missing ? null : (float) seen);
            expected.add((float) usual);
            if (off) {
                parts.add(new Contribution(
                        name,
                        times.get(step),
                        missing ? null : seen,
                        usual,
                        usual - 6,
                        usual + 6,
                        (f == 0 ? .65 : .35) / anomalous));
            }
        }
        to.add(new FeatureWindow(name, actual, expected, 0.5));
    }

    private Alert closed(String id, String entity, int hour) {
        Alert alert = Fixtures.alert(id, entity, AlertStatus.CLOSED, 1);
        alert.setStartedAt(now.minusSeconds(3600L * (21 - hour)));
        alert.setWindowEnd(now.minusSeconds(3600L * (20 - hour)));
        return alert;
    }
}
