package io.tidewatch.evaluation;

import io.tidewatch.Alert;
import io.tidewatch.AlertStatus;
import io.tidewatch.detector.Detector;
import io.tidewatch.detector.DetectorSpec;
import io.tidewatch.detector.EntityState;
import io.tidewatch.detector.Outcomes;
import io.tidewatch.detector.StepResult;
import io.tidewatch.event.Event;
import io.tidewatch.inference.CompiledScorer;
import io.tidewatch.learning.ColdStart;
import io.tidewatch.learning.ModelTraining;
import io.tidewatch.model.ModelArtifact;
import io.tidewatch.model.ModelSpec;
import io.tidewatch.model.training.Dl4jTrainer;
import io.tidewatch.window.Aggregate;
import io.tidewatch.window.FeatureSpec;
import io.tidewatch.window.LeftOut;
import io.tidewatch.window.OneSource;
import io.tidewatch.window.SourcedEvent;
import io.tidewatch.window.StepSpec;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/**
 * Counts the false alerts of the first two days of a detector that starts without a model. Its servers have a strong
 * rhythm of the day, and nothing is wrong with them: {@code mvn -q -Pjmh test-compile exec:exec@first-day}.
 */
public final class FirstDay {
    private static final int ENTITIES = 40;
    private static final int SEEDS = 5;
    private static final int DAYS = 2;
    private static final long STEP_MS = Duration.ofMinutes(1).toMillis();
    private static final int STEPS_PER_DAY = 1440;
    private static final long START_MS = 1_772_409_600_000L;
    private static final List<String> FEATURES = List.of("requests", "cpu", "latency", "errors");
    private static final double[] BUDGETS = {0.02, 0.1, 1};

    private FirstDay() {}

    public static void main(String[] args) {
        System.out.printf(
                "False alerts per entity and day: %d entities, steps of 1m, %d seeds.%nbudget  day%s%n",
                ENTITIES, SEEDS, "    seed 1  seed 2  seed 3  seed 4  seed 5    mean");
        double[][][] rates = new double[SEEDS][][];
        for (int seed = 0; seed < SEEDS; seed++) {
            rates[seed] = run(seed + 1);
        }
        for (int b = 0; b < BUDGETS.length; b++) {
            for (int day = 0; day < DAYS; day++) {
                System.out.printf(Locale.ROOT, "%6.2f  %3d  ", BUDGETS[b], day + 1);
                double sum = 0;
                for (double[][] ofSeed : rates) {
                    sum += ofSeed[b][day];
                    System.out.printf(Locale.ROOT, "  %6.3f", ofSeed[b][day]);
                }
                System.out.printf(Locale.ROOT, "  %6.3f%n", sum / SEEDS);
            }
        }
    }

    /** @return by budget and day */
    private static double[][] run(long seed) {
        List<Watcher> watchers = new ArrayList<>();
        for (double budget : BUDGETS) {
            watchers.add(new Watcher(spec(budget)));
        }
        ColdStart windows = watchers.get(0).windows;
        ModelTraining training = new ModelTraining(spec(BUDGETS[0]), new Dl4jTrainer(), CompiledScorer::compile);
        ModelArtifact newest = null;
        List<Server> servers = new ArrayList<>();
        Random random = new Random(seed);
        double startOfDay = random.nextDouble();
        for (int i = 0; i < ENTITIES; i++) {
            servers.add(new Server("server-" + i, startOfDay, random));
        }
        for (int step = 0; step < DAYS * STEPS_PER_DAY; step++) {
            for (Server server : servers) {
                Event event = server.event(step);
                int day = step / STEPS_PER_DAY;
                watchers.forEach(watcher -> watcher.take(event, day));
                if (windows.due()) {
                    newest = training.train(
                            training.prepare(windows.samples()), newest, event.timestampMs(), done -> {});
                    for (Watcher watcher : watchers) {
                        watcher.detector.use(
                                newest, CompiledScorer.compile(newest.trained().network()));
                    }
                }
            }
        }
        return watchers.stream().map(Watcher::perEntity).toArray(double[][]::new);
    }

    private static DetectorSpec spec(double budget) {
        return new DetectorSpec(
                "first-day",
                FEATURES.stream()
                        .map(name -> new FeatureSpec(name, Aggregate.MEAN))
                        .toList(),
                List.of(),
                new StepSpec(STEP_MS, 0, 2 * STEP_MS),
                DetectorSpec.DEFAULT_WINDOW_STEPS,
                ZoneOffset.UTC,
                budget,
                ModelSpec.DEFAULT);
    }

    /** A server: demand with a rhythm of the day and noise that lasts, what follows from it, now and then an error. */
    private static final class Server {
        private final String name;
        private final double startOfDay;
        private final Random random;
        private final double usual;
        private final double swing;
        private double drift;

        private Server(String name, double startOfDay, Random random) {
            this.name = name;
            this.startOfDay = startOfDay + 0.1 * random.nextDouble();
            this.random = random;
            this.usual = 50 + 400 * random.nextDouble();
            this.swing = 0.3 + 0.5 * random.nextDouble();
        }

        private Event event(int step) {
            drift = 0.9 * drift + 0.03 * random.nextGaussian();
            double day = startOfDay + step / (double) STEPS_PER_DAY;
            double load = (1 + swing * Math.sin(2 * Math.PI * day)) * Math.exp(drift);
            double requests = usual * load;
            return new Event(name, START_MS + step * STEP_MS, new double[] {
                Math.max(0, Math.rint(requests + Math.sqrt(requests) * random.nextGaussian())),
                Math.max(0, Math.min(100, 10 + 36 * load + 2 * random.nextGaussian())),
                40 * Math.exp(0.25 * random.nextGaussian()) * (1 + load),
                random.nextDouble() < 0.03 ? 1 + random.nextInt(2) : 0
            });
        }
    }

    /** A detector with one budget, and the incidents that it opened, by the day. */
    private static final class Watcher implements Outcomes {
        private final ColdStart windows;
        private final Detector detector;
        private final Map<String, EntityState> states = new HashMap<>();
        private final int[] opened = new int[DAYS];
        private int day;

        private Watcher(DetectorSpec spec) {
            windows = new ColdStart(spec);
            detector = new Detector(spec, windows);
        }

        private void take(Event event, int ofDay) {
            day = ofDay;
            EntityState state = states.computeIfAbsent(event.entity(), detector::newEntity);
            long timeMs = event.timestampMs();
            detector.onEvent(state, OneSource.event(event), OneSource.at(timeMs), timeMs, this);
        }

        @Override
        public void step(StepResult result) {}

        @Override
        public void alert(Alert alert) {
            opened[day] += alert.getStatus() == AlertStatus.OPEN ? 1 : 0;
        }

        @Override
        public void leftOut(SourcedEvent event, LeftOut cause, long byMs) {
            throw new IllegalStateException("left out, " + cause + ": " + event);
        }

        private double[] perEntity() {
            double[] rates = new double[DAYS];
            for (int i = 0; i < DAYS; i++) {
                rates[i] = opened[i] / (double) ENTITIES;
            }
            return rates;
        }
    }
}
