package io.tidewatch.detector;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewatch.Alert;
import io.tidewatch.AlertStatus;
import io.tidewatch.event.Event;
import io.tidewatch.inference.CompiledScorer;
import io.tidewatch.learning.EventHistory;
import io.tidewatch.learning.ModelTraining;
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
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Steps of several entities that wait for each other. */
class StepsTogetherTest {
    private static final long SECOND_MS = 1_000;
    private static final int TAUGHT = 400;
    private static final int ENTITIES = 5;

    private static final DetectorSpec SPEC = new DetectorSpec(
            "d",
            List.of(new FeatureSpec("load", Aggregate.MEAN), new FeatureSpec("queue", Aggregate.MEAN)),
            List.of(),
            StepSpec.EVENT,
            32,
            ZoneOffset.UTC,
            0.1,
            new ModelSpec(ModelKind.AUTOENCODER, List.of(16, 6, 16), 2, 32, 3e-3, 1));

    private static ModelArtifact model;

    private static Event event(int entity, int i, Random random) {
        boolean odd = entity == 2 && i >= TAUGHT + 300 && i < TAUGHT + 310;
        double load = 50 + 20 * Math.sin(i / 5.0 + entity) + random.nextGaussian();
        double queue = odd ? 500 : load / 2 + random.nextGaussian();
        return new Event("host-" + entity, i * SECOND_MS, load, queue);
    }

    @BeforeAll
    static void learn() {
        EventHistory history = new EventHistory(SPEC);
        Random random = new Random(1);
        for (int i = 0; i < TAUGHT; i++) {
            history.add(event(0, i, random), OneSource.ID);
        }
        ModelTraining training = new ModelTraining(SPEC, new Dl4jTrainer(), CompiledScorer::compile);
        model = training.train(training.prepare(history.samples()), null, 0, done -> {});
    }

    /** Takes the same events, settled after as many each time as {@code together} says. */
    private static Told run(int together) {
        Detector detector = new Detector(SPEC);
        detector.use(model, CompiledScorer.compile(model.trained().network()));
        List<EntityState> states = new ArrayList<>();
        for (int entity = 0; entity < ENTITIES; entity++) {
            states.add(detector.newEntity("host-" + entity));
        }
        Random random = new Random(7);
        Told told = new Told();
        int taken = 0;
        for (int i = 0; i < 2 * TAUGHT; i++) {
            for (int entity = 0; entity < ENTITIES; entity++) {
                Event event = event(entity, i, random);
                // The last one has two events in a row.
                for (int times = entity == ENTITIES - 1 ? 2 : 1; times > 0; times--) {
                    detector.add(
                            states.get(entity), OneSource.event(event), OneSource.at(event.timestampMs()), 0, told);
                    taken++;
                    if (taken % together == 0) {
                        detector.settle();
                    }
                }
            }
        }
        detector.settle();
        return told;
    }

    @Test
    void whatComesOfThemIsTheSameAsOfEachAlone() {
        Told alone = run(1);
        assertThat(alone.alerts).extracting(Alert::getStatus).contains(AlertStatus.OPEN, AlertStatus.CLOSED);
        assertThat(alone.steps).extracting(StepResult::phase).contains(StepResult.Phase.FULL);
        for (int together : new int[] {2, 3, 7, 1000}) {
            Told told = run(together);
            assertThat(told.steps).isEqualTo(alone.steps);
            assertThat(told.alerts).isEqualTo(alone.alerts);
        }
    }

    @Test
    void nothingIsToldOfAStepThatWaits() {
        Detector detector = new Detector(SPEC);
        Told told = new Told();
        Event event = event(0, 0, new Random(1));
        detector.add(detector.newEntity("host-0"), OneSource.event(event), OneSource.at(0), 0, told);
        assertThat(told.steps).isEmpty();
        detector.settle();
        assertThat(told.steps).hasSize(1);
    }
}
