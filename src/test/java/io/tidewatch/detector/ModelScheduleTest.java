package io.tidewatch.detector;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewatch.event.Event;
import io.tidewatch.inference.CompiledScorer;
import io.tidewatch.inference.SideInput;
import io.tidewatch.model.Activation;
import io.tidewatch.model.Calibration;
import io.tidewatch.model.DenseLayer;
import io.tidewatch.model.InputLayout;
import io.tidewatch.model.ModelArtifact;
import io.tidewatch.model.ModelSpec;
import io.tidewatch.model.Network;
import io.tidewatch.model.Provenance;
import io.tidewatch.model.TrainedNetwork;
import io.tidewatch.window.Aggregate;
import io.tidewatch.window.FeatureSpec;
import io.tidewatch.window.OneSource;
import io.tidewatch.window.StepSpec;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ModelScheduleTest {
    private static final long MINUTE_MS = 60_000;
    private static final int WINDOW = 8;
    private static final FeatureSpec LOAD = new FeatureSpec("load", Aggregate.MEAN);
    private static final DetectorSpec SPEC = new DetectorSpec(
            "d",
            List.of(LOAD),
            List.of(),
            new StepSpec(MINUTE_MS, 0, 2 * MINUTE_MS),
            WINDOW,
            ZoneOffset.UTC,
            0.1,
            ModelSpec.DEFAULT);

    private final List<StepResult> steps = new ArrayList<>();
    private final Outcomes outcomes = new Outcomes() {
        @Override
        public void step(StepResult result) {
            steps.add(result);
        }
    };

    @Test
    void modelScoresTheStepsFromItsTimeOnEvenOfAnEntityThatIsBehind() {
        Detector detector = new Detector(SPEC);
        EntityState ahead = detector.newEntity("ahead");
        EntityState behind = detector.newEntity("behind");
        feed(detector, ahead, 0, 30);
        feed(detector, behind, 0, 12);

        detector.use(List.of(from(40, 0)));
        feed(detector, ahead, 30, 50);
        feed(detector, behind, 12, 50);

        assertThat(firstWithModel("ahead")).isEqualTo(40);
        assertThat(firstWithModel("behind")).isEqualTo(40);
    }

    @Test
    void earlierModelScoresUntilTheNextOne() {
        Detector detector = new Detector(SPEC);
        EntityState state = detector.newEntity("ahead");
        ScheduledModel first = from(40, 0);
        ScheduledModel second = from(50, 1);
        detector.use(List.of(second, first));
        feed(detector, state, 0, 49);
        String before = state.history().modelVersion();
        feed(detector, state, 49, 53);

        assertThat(firstWithModel("ahead")).isEqualTo(40);
        assertThat(before).isEqualTo(first.artifact().version());
        assertThat(state.history().modelVersion()).isEqualTo(second.artifact().version());
    }

    private long firstWithModel(String entity) {
        return steps.stream()
                        .filter(step -> step.entity().equals(entity) && step.phase() == StepResult.Phase.FULL)
                        .mapToLong(StepResult::stepMs)
                        .min()
                        .orElseThrow()
                / MINUTE_MS;
    }

    private void feed(Detector detector, EntityState state, int from, int to) {
        for (int minute = from; minute <= to; minute++) {
            Event event = new Event(state.entity(), minute * MINUTE_MS, 10 + minute % 3);
            detector.onEvent(state, OneSource.event(event), OneSource.at(event.timestampMs()), 0, outcomes);
        }
    }

    /** A model that always answers the same. */
    private static ScheduledModel from(int minute, float answer) {
        InputLayout layout = new InputLayout(WINDOW, 1, new SideInput(List.of()).width());
        float[] biases = new float[layout.cells()];
        Arrays.fill(biases, answer);
        TrainedNetwork trained = new TrainedNetwork(
                new Network(
                        layout,
                        List.of(new DenseLayer(
                                new float[layout.width()][layout.cells()], biases, Activation.IDENTITY))),
                new byte[] {1},
                0);
        ModelArtifact artifact = ModelArtifact.of(
                ModelSpec.DEFAULT,
                List.of(LOAD),
                List.of(),
                trained,
                Calibration.NONE,
                new Provenance(0, -1, 1, 1, 7, 0, 0, Map.of(), Map.of()));
        return new ScheduledModel(artifact, CompiledScorer.compile(trained.network()), minute * MINUTE_MS, minute);
    }
}
