package io.tidewatch.evaluation;

import io.tidewatch.Alert;
import io.tidewatch.AlertStatus;
import io.tidewatch.detector.Detector;
import io.tidewatch.detector.DetectorSpec;
import io.tidewatch.detector.Outcomes;
import io.tidewatch.detector.ScheduledModel;
import io.tidewatch.inference.CompiledScorer;
import io.tidewatch.learning.EventRun;
import io.tidewatch.learning.ModelTraining;
import io.tidewatch.learning.SampleCutter;
import io.tidewatch.learning.SampleKey;
import io.tidewatch.learning.SampleStore;
import io.tidewatch.learning.TrainingIntake;
import io.tidewatch.learning.TrainingResult;
import io.tidewatch.learning.TrainingRun;
import io.tidewatch.learning.TrainingSample;
import io.tidewatch.learning.TrainingSampleFormat;
import io.tidewatch.learning.TrainingSchedule;
import io.tidewatch.learning.TrainingSet;
import io.tidewatch.model.ModelArtifact;
import io.tidewatch.model.ModelKind;
import io.tidewatch.model.ModelSpec;
import io.tidewatch.model.training.Dl4jTrainer;
import io.tidewatch.simulation.Fleet;
import io.tidewatch.simulation.FleetSpec;
import io.tidewatch.window.Aggregate;
import io.tidewatch.window.FeatureSpec;
import io.tidewatch.window.OneSource;
import io.tidewatch.window.StepSpec;
import io.tidewatch.window.Window;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Counts the false alerts of each of thirty days of normal servers whose load grows by a percent a day: with models
 * that
 * are renewed each day as the service renews them, and with the first model of a fortnight alone. {@code mvn -q -Pjmh
 * test-compile exec:exec@retrain-days}.
 */
public final class RetrainDays {
    private static final Duration STEP = Duration.ofMinutes(10);
    private static final int SERVERS = 8;
    private static final int LEARNING_DAYS = 14;
    private static final int DAYS = 30;
    private static final double BUDGET = 0.1;
    private static final FleetSpec FLEET = new FleetSpec(
            SERVERS,
            STEP,
            Instant.parse("2026-03-02T00:00:00Z"),
            Duration.ofDays(LEARNING_DAYS),
            Duration.ofDays(DAYS),
            5,
            new FleetSpec.Anomalies(List.of(), 0, 200),
            new FleetSpec.Behaviour(0.6, 0.005, 0.25, 0.01, 1));

    /** Few passes over many windows: what a service does between two days matters here, not the last bit of skill. */
    private static final DetectorSpec SPEC = new DetectorSpec(
            "retrain-days",
            Fleet.FEATURES.stream()
                    .map(name -> new FeatureSpec(name, Aggregate.MEAN))
                    .toList(),
            List.of(),
            new StepSpec(STEP.toMillis(), 0, 2 * STEP.toMillis()),
            DetectorSpec.DEFAULT_WINDOW_STEPS,
            ZoneOffset.UTC,
            BUDGET,
            new ModelSpec(
                    ModelKind.AUTOENCODER,
                    List.of(),
                    2,
                    ModelSpec.DEFAULT.batch(),
                    ModelSpec.DEFAULT.learningRate(),
                    ModelSpec.DEFAULT.seed()));

    private RetrainDays() {}

    public static void main(String[] args) {
        Watcher fixed = new Watcher(false);
        Watcher renewed = new Watcher(true);
        Fleet fleet = new Fleet(FLEET);
        long startMs = FLEET.start().toEpochMilli();
        System.out.printf(
                "False alerts of %d normal servers a day; the budget allows %.1f. Swaps: new models that won, of"
                        + " trainings.%nday  fixed  renewed  swaps%n",
                SERVERS, SERVERS * BUDGET);
        int stepsPerDay = (int) (Duration.ofDays(1).toMillis() / STEP.toMillis());
        for (int step = 0; step < (LEARNING_DAYS + DAYS) * stepsPerDay; step++) {
            long timeMs = startMs + step * STEP.toMillis();
            fleet.step(timeMs, event -> {
                fixed.run.add(event, OneSource.ID);
                renewed.run.add(event, OneSource.ID);
            });
            fixed.learn(
                    timeMs, timeMs < startMs + Duration.ofDays(LEARNING_DAYS).toMillis());
            renewed.learn(timeMs, true);
            if ((step + 1) % stepsPerDay == 0) {
                int day = (step + 1) / stepsPerDay - LEARNING_DAYS;
                System.out.printf(
                        Locale.ROOT,
                        "%3d  %5d  %7d  %d of %d%n",
                        day,
                        fixed.day(),
                        renewed.day(),
                        renewed.won,
                        renewed.trained);
            }
        }
        System.out.printf(
                Locale.ROOT,
                "%d days after the fortnight: fixed %d, renewed %d, budget %.0f; worst day %d and %d%n",
                DAYS,
                fixed.later,
                renewed.later,
                DAYS * SERVERS * BUDGET,
                fixed.worst,
                renewed.worst);
    }

    /** A detector that learns as the service does. */
    private static final class Watcher implements Outcomes, SampleStore {
        private final Map<SampleKey, byte[]> samples = new HashMap<>();
        private final TrainingSampleFormat format = new TrainingSampleFormat(SPEC);
        private final SampleCutter cutter = new SampleCutter(SPEC);
        private final ModelTraining training = new ModelTraining(SPEC, new Dl4jTrainer(), CompiledScorer::compile);
        private final TrainingIntake intake;
        private final Detector detector = new Detector(SPEC, this::sample);
        private final EventRun run = new EventRun(detector, this);
        private final List<ScheduledModel> models = new ArrayList<>();
        private @Nullable ModelArtifact active;
        private int opened;
        private int days;
        private int later;
        private int worst;
        private int won;
        private int trained;

        private Watcher(boolean renews) {
            long retrainMs = renews ? Duration.ofDays(1).toMillis() : 0;
            intake = new TrainingIntake(SPEC, 1, new TrainingSchedule(retrainMs), this, CompiledScorer::compile);
            run.sources(Set.of(OneSource.ID));
        }

        private void sample(String entity, Window window, long localMs, boolean normal) {
            if (normal) {
                TrainingSample sample = cutter.cut(entity, window, localMs);
                intake.add(0, format.write(sample));
            }
        }

        private void learn(long timeMs, boolean goesOn) {
            intake.time(0, timeMs - 3 * STEP.toMillis());
            TrainingRun due = goesOn ? intake.advance(active) : null;
            if (due == null) {
                return;
            }
            List<TrainingSample> kept = intake.kept().stream()
                    .flatMap(key -> format.read(samples.get(key)).stream())
                    .toList();
            TrainingSet set = TrainingSet.of(SPEC, kept);
            trained++;
            if (training.challenge(training.prepare(set), active, timeMs, done -> {})
                    instanceof TrainingResult.Won model) {
                won++;
                active = model.model();
                models.add(
                        0,
                        new ScheduledModel(
                                active,
                                CompiledScorer.compile(active.trained().network()),
                                due.untilMs() + set.windowMs(),
                                won));
                detector.use(models.subList(0, Math.min(3, models.size())));
            }
            intake.ended();
        }

        private int day() {
            int today = opened;
            opened = 0;
            days++;
            if (days > LEARNING_DAYS) {
                later += today;
                worst = Math.max(worst, today);
            }
            return today;
        }

        @Override
        public void alert(Alert alert) {
            opened += alert.getStatus() == AlertStatus.OPEN ? 1 : 0;
        }

        @Override
        public void put(SampleKey key, byte[] sample) {
            samples.put(key, sample);
        }

        @Override
        public byte @Nullable [] get(SampleKey key) {
            return samples.get(key);
        }

        @Override
        public void delete(SampleKey key) {
            samples.remove(key);
        }

        @Override
        public void forEach(Consumer<SampleKey> action) {
            List.copyOf(samples.keySet()).forEach(action);
        }
    }
}
