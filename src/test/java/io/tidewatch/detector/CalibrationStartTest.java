package io.tidewatch.detector;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewatch.event.Event;
import io.tidewatch.evidence.Measures;
import io.tidewatch.inference.CompiledScorer;
import io.tidewatch.learning.EventHistory;
import io.tidewatch.learning.ModelTraining;
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
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** When an entity takes over what a model calls usual. */
class CalibrationStartTest {
    private static final long MINUTE_MS = 60_000;
    private static final int QUIET = 40;
    private static final int TRAINED_ON = 600;

    private static final DetectorSpec SPEC = new DetectorSpec(
            "d",
            List.of(new FeatureSpec("load", Aggregate.MEAN)),
            List.of(),
            new StepSpec(MINUTE_MS, 0, 2 * MINUTE_MS),
            32,
            ZoneOffset.UTC,
            0.1,
            new ModelSpec(ModelKind.AUTOENCODER, List.of(16, 6, 16), 2, 32, 3e-3, 1));

    /** Moves a hundred times more once it is no longer quiet: the scale of the first window is none. */
    private static List<Event> events(int count) {
        Random random = new Random(5);
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            events.add(new Event("host", i * MINUTE_MS, 50 + (i < QUIET ? 0.1 : 10) * random.nextGaussian()));
        }
        return events;
    }

    @Test
    void modelsCalibrationIsTakenInTheScaleOfTheFirstStepThatItWasNotTrainedOn() {
        EventHistory history = new EventHistory(SPEC);
        events(TRAINED_ON).forEach(event -> history.add(event, OneSource.ID));
        ModelTraining training = new ModelTraining(SPEC, new Dl4jTrainer(), CompiledScorer::compile);
        ModelArtifact model = training.train(training.prepare(history.samples()), null, 0, done -> {});
        Detector detector = new Detector(SPEC);
        detector.use(model, CompiledScorer.compile(model.trained().network()));
        EntityState state = detector.newEntity("host");
        for (Event event : events(TRAINED_ON + 10)) {
            detector.onEvent(state, OneSource.event(event), OneSource.at(event.timestampMs()), 0, new Ignored());
        }

        double half = model.calibration().quantiles().get("sequence_1/0").get(Calibration.LEVELS.indexOf(0.5));
        double scale = state.history().window().scale(0).scale();
        assertThat(state.history().calibration().upper(Measures.SEQUENCE_1, 0, 0.5))
                .isBetween(0.7 * half * scale, 1.4 * half * scale);
    }

    private static final class Ignored implements Outcomes {}
}
