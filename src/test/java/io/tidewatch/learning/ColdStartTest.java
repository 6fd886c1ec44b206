package io.tidewatch.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidewatch.Alert;
import io.tidewatch.AlertStatus;
import io.tidewatch.detector.Detector;
import io.tidewatch.detector.DetectorSpec;
import io.tidewatch.detector.EntityState;
import io.tidewatch.detector.Outcomes;
import io.tidewatch.detector.RecordedOutcomes;
import io.tidewatch.detector.StepResult;
import io.tidewatch.event.Event;
import io.tidewatch.inference.CompiledScorer;
import io.tidewatch.model.Calibration;
import io.tidewatch.model.ModelArtifact;
import io.tidewatch.model.ModelKind;
import io.tidewatch.model.ModelSpec;
import io.tidewatch.model.training.Dl4jTrainer;
import io.tidewatch.window.Aggregate;
import io.tidewatch.window.FeatureSpec;
import io.tidewatch.window.OneSource;
import io.tidewatch.window.StepSpec;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ColdStartTest {
    private static final DetectorSpec SPEC = new DetectorSpec(
            "d",
            List.of(new FeatureSpec("x", Aggregate.MEAN)),
            List.of("region"),
            StepSpec.EVENT,
            8,
            ZoneOffset.UTC,
            0.1,
            new ModelSpec(ModelKind.AUTOENCODER, List.of(8, 4, 8), 2, 32, 3e-3, 1));

    private final Random random = new Random(2);

    private Event event(int i) {
        return new Event(
                "e" + i % 2, i * 1_000L, new double[] {random.nextGaussian()}, new String[] {i % 3 == 0 ? "eu" : "us"});
    }

    private WindowSamples samples(int events) {
        EventHistory history = new EventHistory(SPEC);
        for (int i = 0; i < events; i++) {
            history.add(event(i), OneSource.ID);
        }
        return history.samples();
    }

    @Test
    void modelIsTheSameInWhicheverOrderThePartitionsWereRead() {
        List<Event> inTurns = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            inTurns.add(event(i));
        }
        List<Event> oneAfterTheOther = new ArrayList<>(inTurns);
        oneAfterTheOther.sort(Comparator.comparing(Event::entity));
        assertThat(trained(oneAfterTheOther).version())
                .isEqualTo(trained(inTurns).version());
    }

    private static ModelArtifact trained(List<Event> events) {
        EventHistory history = new EventHistory(SPEC);
        events.forEach(event -> history.add(event, OneSource.ID));
        ModelTraining training = new ModelTraining(SPEC, new Dl4jTrainer(), CompiledScorer::compile);
        return training.train(training.prepare(history.samples()), null, 77, done -> {});
    }

    @Test
    void modelIsDueAfterTheFirstWindowsAndEachTimeTheyHaveDoubled() {
        ColdStart coldStart = new ColdStart(SPEC);
        Detector detector = new Detector(SPEC, coldStart);
        EntityState state = detector.newEntity("e0");
        List<Long> due = new ArrayList<>();
        for (int i = 0; i < 1_200; i++) {
            detector.onEvent(state, OneSource.event(event(i)), OneSource.at(i * 1_000L), 0, new Silent());
            if (coldStart.due()) {
                due.add(coldStart.samples().shown());
            }
        }
        assertThat(due).containsExactly(128L, 256L, 512L, 1024L);
    }

    @Test
    void modelKnowsItsDataItsCategoriesAndItsCalibration() {
        ModelTraining training = new ModelTraining(SPEC, new Dl4jTrainer(), CompiledScorer::compile);
        ModelArtifact model = training.train(training.prepare(samples(400)), null, 77, done -> {});
        assertThat(model.vocabularies()).containsExactly(List.of("eu", "us"));
        assertThat(model.provenance().entities()).isEqualTo(2);
        assertThat(model.provenance().trainedUntilMs()).isEqualTo(399_000);
        assertThat(model.provenance().createdAtMs()).isEqualTo(77);
        assertThat(model.calibration().quantiles())
                .containsOnlyKeys("masked_1/0", "masked_6/0", "sequence_1/0", "sequence_6/0", "window");
        assertThat(model.calibration().quantiles().get("window")).isSorted().hasSize(Calibration.LEVELS.size());
    }

    @Test
    void stepsThatTheModelWasTrainedOnAreNotScoredAndLaterOnesAre() {
        ModelTraining training = new ModelTraining(SPEC, new Dl4jTrainer(), CompiledScorer::compile);
        ModelArtifact model = training.train(training.prepare(samples(400)), null, 0, done -> {});
        Detector detector = new Detector(SPEC);
        detector.use(model, CompiledScorer.compile(model.trained().network()));
        List<StepResult> steps = new ArrayList<>();
        EntityState state = detector.newEntity("e0");
        for (int i = 0; i < 800; i += 2) {
            detector.onEvent(state, OneSource.event(event(i)), OneSource.at(i * 1_000L), 0, new Silent() {
                @Override
                public void step(StepResult result) {
                    steps.add(result);
                }
            });
        }
        assertThat(steps.subList(0, 200)).allMatch(step -> step.phase() == StepResult.Phase.LEARNING);
        assertThat(steps.subList(200, 400)).allMatch(step -> step.phase() == StepResult.Phase.FULL);
    }

    @Test
    void oneFastClockWhileLearningMutesNobodyElse() {
        EventHistory history = new EventHistory(SPEC);
        Random noise = new Random(8);
        int trainedOn = 400;
        for (int i = 0; i < trainedOn; i++) {
            for (int entity = 0; entity < 5; entity++) {
                history.add(reading(entity, i, 40 + 2 * noise.nextGaussian()), OneSource.ID);
            }
        }
        ModelTraining training = new ModelTraining(SPEC, new Dl4jTrainer(), CompiledScorer::compile);
        ModelArtifact model = training.train(training.prepare(history.samples()), null, 0, done -> {});
        Detector detector = new Detector(SPEC);
        detector.use(model, CompiledScorer.compile(model.trained().network()));
        RecordedOutcomes outcomes = new RecordedOutcomes();
        for (int entity = 0; entity < 4; entity++) {
            EntityState state = detector.newEntity("e" + entity);
            for (int i = 0; i < trainedOn + 300; i++) {
                double value = i == trainedOn + 250 ? 100_000 : 40 + 2 * noise.nextGaussian();
                Event event = reading(entity, i, value);
                detector.onEvent(state, OneSource.event(event), OneSource.at(event.timestampMs()), 0, outcomes);
            }
        }
        assertThat(outcomes.alerts)
                .filteredOn(alert -> alert.getStatus() == AlertStatus.OPEN)
                .extracting(Alert::getEntity)
                .contains("e0", "e1", "e2", "e3");
    }

    /** A reading each minute; the clock of the last of five entities is 23 hours ahead. */
    private static Event reading(int entity, int minute, double value) {
        long aheadMs = entity == 4 ? 23 * 3_600_000L : 0;
        return new Event("e" + entity, minute * 60_000L + aheadMs, new double[] {value}, new String[] {"eu"});
    }

    @Test
    void tooFewWindowsAreRefusedWithTheNumberNeeded() {
        ModelTraining training = new ModelTraining(SPEC, new Dl4jTrainer(), CompiledScorer::compile);
        assertThatThrownBy(() -> training.prepare(samples(70))).hasMessageContaining("at least 64 are needed");
    }

    @Test
    void modelOfOtherFeaturesIsRefused() {
        ModelTraining training = new ModelTraining(SPEC, new Dl4jTrainer(), CompiledScorer::compile);
        ModelArtifact model = training.train(training.prepare(samples(400)), null, 0, done -> {});
        DetectorSpec other = new DetectorSpec(
                "d",
                List.of(new FeatureSpec("y", Aggregate.MEAN)),
                List.of("region"),
                StepSpec.EVENT,
                8,
                ZoneOffset.UTC,
                0.1,
                SPEC.model());
        assertThatThrownBy(() -> new Detector(other)
                        .use(model, CompiledScorer.compile(model.trained().network())))
                .hasMessageContaining("configured are y (mean); set input.features")
                .hasMessageContaining("train a new model")
                .hasMessageNotContaining("FeatureSpec");
    }

    @Test
    void samplesAreThinnedEvenlyAtTheLimit() {
        DetectorSpec wide = new DetectorSpec(
                "d",
                java.util.stream.IntStream.range(0, 500)
                        .mapToObj(f -> new FeatureSpec("f" + f, Aggregate.MEAN))
                        .toList(),
                List.of(),
                StepSpec.EVENT,
                512,
                ZoneOffset.UTC,
                0.1,
                SPEC.model());
        EventHistory history = new EventHistory(wide);
        for (int i = 0; i < 512 + 400; i++) {
            history.add(new Event("e", i * 1_000L, new double[500]), OneSource.ID);
        }
        assertThat(history.samples().shown()).isEqualTo(401);
        assertThat(history.samples().size()).isBetween(128, 256);
    }

    private static class Silent implements Outcomes {}
}
