package io.tidewatch.evaluation;

import io.tidewatch.Alert;
import io.tidewatch.AlertStatus;
import io.tidewatch.detector.ColdStart;
import io.tidewatch.detector.Detector;
import io.tidewatch.detector.DetectorSpec;
import io.tidewatch.detector.EntityState;
import io.tidewatch.detector.ModelTraining;
import io.tidewatch.detector.StepResult;
import io.tidewatch.event.Event;
import io.tidewatch.evaluation.FleetSpec.Anomalies;
import io.tidewatch.evaluation.FleetSpec.Behaviour;
import io.tidewatch.model.ModelArtifact;
import io.tidewatch.model.ModelSpec;
import io.tidewatch.model.training.Dl4jTrainer;
import io.tidewatch.scoring.CompiledScorer;
import io.tidewatch.window.Aggregate;
import io.tidewatch.window.FeatureSpec;
import io.tidewatch.window.LeftOut;
import io.tidewatch.window.OneSource;
import io.tidewatch.window.SourcedEvent;
import io.tidewatch.window.StepSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Counts the false alerts of the first days of a detector that starts without a model, on a simulated fleet of which nothing
 * is wrong: {@code mvn -q -Pjmh test-compile exec:exec@first-days}.
 */
public final class FirstDays {
    private static final int ENTITIES = 40;
    private static final int SEEDS = 5;
    private static final Duration STEP = Duration.ofMinutes(1);
    private static final int DAYS = 4;
    private static final Instant START = Instant.parse("2026-03-02T00:00:00Z");
    private static final List<Double> BUDGETS = List.of(0.02, 0.1, 1.0);

    private FirstDays() {}

    public static void main(String[] args) {
        System.out.printf(
                Locale.ROOT,
                "false alerts per entity and day, %d entities, steps of %s, %d seeds%nbudget  seed%s%n",
                ENTITIES,
                STEP.toString().substring(2).toLowerCase(Locale.ROOT),
                SEEDS,
                "   day %d".formatted(1) + "   day 2   day 3   day 4");
        for (double budget : BUDGETS) {
            double[] sum = new double[DAYS];
            for (int seed = 1; seed <= SEEDS; seed++) {
                double[] days = run(budget, seed);
                print(budget, Integer.toString(seed), days, 1);
                for (int day = 0; day < DAYS; day++) {
                    sum[day] += days[day];
                }
            }
            print(budget, "mean", sum, SEEDS);
        }
    }

    private static void print(double budget, String seed, double[] days, int over) {
        System.out.printf(Locale.ROOT, "%6.2f  %4s", budget, seed);
        for (double day : days) {
            System.out.printf(Locale.ROOT, "  %6.3f", day / over);
        }
        System.out.println();
    }

    private static double[] run(double budget, long seed) {
        DetectorSpec spec = new DetectorSpec(
                "first-days",
                Fleet.FEATURES.stream()
                        .map(name -> new FeatureSpec(name, Aggregate.MEAN))
                        .toList(),
                List.of(),
                new StepSpec(STEP.toMillis(), 0, 2 * STEP.toMillis()),
                DetectorSpec.DEFAULT_WINDOW_STEPS,
                ZoneOffset.UTC,
                budget,
                ModelSpec.DEFAULT);
        Fleet fleet = new Fleet(new FleetSpec(
                ENTITIES,
                STEP,
                START,
                Duration.ofDays(DAYS),
                Duration.ZERO,
                seed,
                Anomalies.USUAL,
                new Behaviour(1, 0, 0, 0, 1)));
        ColdStart coldStart = new ColdStart(spec);
        Detector detector = new Detector(spec, coldStart);
        ModelTraining training = new ModelTraining(spec, new Dl4jTrainer(), CompiledScorer::compile);
        Map<String, EntityState> states = new HashMap<>();
        Opened opened = new Opened();
        ModelArtifact[] newest = new ModelArtifact[1];
        fleet.events(event -> {
            opened.day = (int) Duration.between(START, Instant.ofEpochMilli(event.timestampMs())).toDays();
            take(detector, states, event, opened);
            if (coldStart.due()) {
                newest[0] = training.train(
                        training.prepare(coldStart.samples()), newest[0], event.timestampMs(), done -> {});
                detector.use(newest[0], CompiledScorer.compile(newest[0].trained().network()));
            }
        });
        return opened.perEntity();
    }

    private static void take(Detector detector, Map<String, EntityState> states, Event event, Opened opened) {
        EntityState state = states.computeIfAbsent(event.entity(), detector::newEntity);
        detector.onEvent(
                state, OneSource.event(event), OneSource.at(event.timestampMs()), event.timestampMs(), opened);
    }

    /** The incidents opened, by the day. */
    private static final class Opened implements Detector.Outcomes {
        private final double[] days = new double[DAYS];
        private int day;

        @Override
        public void step(StepResult result) {}

        @Override
        public void alert(Alert alert) {
            days[day] += alert.getStatus() == AlertStatus.OPEN ? 1 : 0;
            if (alert.getStatus() == AlertStatus.OPEN && System.getProperty("show") != null) {
                System.out.println(Instant.ofEpochMilli(alert.getDetectedAt().toEpochMilli()) + " " + alert.getEntity() + " " + alert.getKind() + " " + alert.getMessage());
            }
        }

        @Override
        public void leftOut(SourcedEvent event, LeftOut cause, long byMs) {
            throw new IllegalStateException("left out, " + cause + ": " + event);
        }

        private double[] perEntity() {
            double[] rates = days.clone();
            for (int i = 0; i < rates.length; i++) {
                rates[i] /= ENTITIES;
            }
            return rates;
        }
    }
}
