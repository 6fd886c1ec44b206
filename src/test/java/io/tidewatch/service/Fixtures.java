package io.tidewatch.service;

import io.tidewatch.Alert;
import io.tidewatch.AlertStatus;
import io.tidewatch.AlertWindow;
import io.tidewatch.AnomalyKind;
import io.tidewatch.Contribution;
import io.tidewatch.FeatureWindow;
import io.tidewatch.Severity;
import io.tidewatch.detector.DetectorSpec;
import io.tidewatch.detector.ScheduledModel;
import io.tidewatch.detector.StepResult;
import io.tidewatch.inference.CompiledScorer;
import io.tidewatch.inference.SideInput;
import io.tidewatch.learning.Drift;
import io.tidewatch.learning.IntakeStatus;
import io.tidewatch.learning.TrainingResult;
import io.tidewatch.learning.TrainingRun;
import io.tidewatch.model.Activation;
import io.tidewatch.model.Calibration;
import io.tidewatch.model.DenseLayer;
import io.tidewatch.model.HeldOut;
import io.tidewatch.model.InputLayout;
import io.tidewatch.model.ModelArtifact;
import io.tidewatch.model.ModelSpec;
import io.tidewatch.model.Network;
import io.tidewatch.model.ProbeAnswers;
import io.tidewatch.model.Provenance;
import io.tidewatch.model.TrainedNetwork;
import io.tidewatch.topology.TrainerStatus;
import io.tidewatch.topology.TrainingOutcome;
import io.tidewatch.window.Aggregate;
import io.tidewatch.window.FeatureSpec;
import io.tidewatch.window.StepSpec;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the tests of the service share: alerts with a window, a model that answers nothing, a detector's spec. */
final class Fixtures {
    static final Instant START = Instant.parse("2026-03-02T03:00:00Z");
    static final DetectorSpec SPEC = new DetectorSpec(
            "pumps",
            List.of(new FeatureSpec("load", Aggregate.MEAN)),
            List.of(),
            new StepSpec(10_000, 0, 20_000),
            32,
            ZoneOffset.UTC,
            0.1,
            ModelSpec.DEFAULT);

    private static final int STEPS = 32;
    private static final long STEP_MS = 10_000;

    private Fixtures() {}

    /** A model of the detector's window, so that it can be used. */
    static ModelArtifact fitting(float bias) {
        return model(
                bias, new InputLayout(SPEC.windowSteps(), 1, new SideInput(List.of()).width()), START.toEpochMilli());
    }

    /** A trainer in this instance that has seen so many windows, with a drift of the load. */
    static TrainerStatus trainer(long windows, @Nullable String fault) {
        TrainingRun run = new TrainingRun(START.toEpochMilli(), "");
        return new TrainerStatus(
                true,
                new IntakeStatus(
                        windows,
                        128,
                        new IntakeStatus.Samples((int) windows, 3, 0, 0),
                        START.plusSeconds(86_400).toEpochMilli(),
                        List.of(new Drift("load", 0.4, 1e-6, 100, 100))),
                null,
                fault == null ? null : new TrainerStatus.Last(run, new TrainingOutcome.Failed(fault)));
    }

    /** As {@link #trainer}, after a training whose model was worse than the active one. */
    static TrainerStatus trainerThatLost(HeldOut heldOut) {
        TrainerStatus trainer = trainer(4200, null);
        TrainerStatus.Last last = new TrainerStatus.Last(
                new TrainingRun(START.toEpochMilli(), ""), new TrainingOutcome.Ended(new TrainingResult.Lost(heldOut)));
        return new TrainerStatus(true, trainer.intake(), null, last);
    }

    /** A model of the models topic that has won against the one before, active from a step on. */
    static ScheduledModel winner(HeldOut heldOut, long fromMs) {
        ModelArtifact model = model(1, new InputLayout(4, 1, 0), START.toEpochMilli(), heldOut);
        return new ScheduledModel(model, CompiledScorer.compile(model.trained().network()), fromMs, 7);
    }

    /** A model as {@link #model}, active at once. */
    static ScheduledModel scheduled(float answer) {
        ModelArtifact model = model(answer);
        return ScheduledModel.atOnce(
                model, CompiledScorer.compile(model.trained().network()));
    }

    /** An alert whose load is off in the last three steps of its window; none has a window once CLOSED. */
    static Alert alert(String id, String entity, AlertStatus status, int sequence) {
        boolean closed = status == AlertStatus.CLOSED;
        return Alert.newBuilder()
                .setId(id)
                .setStatus(status)
                .setSequence(sequence)
                .setKind(AnomalyKind.CONTEXTUAL)
                .setSeverity(Severity.MAJOR)
                .setEntity(entity)
                .setDetector("pumps")
                .setStartedAt(at(STEPS - 3))
                .setLastAnomalousAt(at(STEPS - 1))
                .setWindowStart(at(0))
                .setWindowEnd(at(STEPS))
                .setDetectedAt(at(STEPS))
                .setScore(0.91)
                .setProbability(2e-6)
                .setThreshold(1e-4)
                .setContributions(closed ? List.of() : contributions())
                .setModelVersion("0123456789ab")
                .setMessage(closed ? entity + " is back to normal." : "load of " + entity + " was 90, expected 40.")
                .setWindow(closed ? null : window())
                .build();
    }

    private static Instant at(int step) {
        return START.plusMillis(step * STEP_MS);
    }

    private static List<Contribution> contributions() {
        List<Contribution> list = new ArrayList<>();
        for (int step = STEPS - 1; step >= STEPS - 3; step--) {
            list.add(new Contribution("load", at(step), 90.0, 40.0, 35.0, 45.0, 0.3));
        }
        return list;
    }

    private static AlertWindow window() {
        List<Instant> times = new ArrayList<>();
        List<Float> actual = new ArrayList<>();
        List<Float> expected = new ArrayList<>();
        for (int step = 0; step < STEPS; step++) {
            times.add(at(step));
            actual.add(step >= STEPS - 3 ? 90f : 40f);
            expected.add(40f);
        }
        return new AlertWindow(times, List.of(new FeatureWindow("load", actual, expected, 1.0)));
    }

    /** The result of one step. */
    static StepResult step(String entity, StepResult.Phase phase) {
        return new StepResult(entity, START.toEpochMilli(), phase, 0, 0, 0, 0, false, false, "");
    }

    /** A model whose network answers its bias, trained at {@link #START}. */
    static ModelArtifact model(float bias) {
        return model(bias, new InputLayout(4, 1, 0), START.toEpochMilli());
    }

    /** A model for a window of some shape. */
    static ModelArtifact model(float bias, InputLayout layout, long createdAtMs) {
        return model(bias, layout, createdAtMs, HeldOut.NONE);
    }

    private static ModelArtifact model(float bias, InputLayout layout, long createdAtMs, HeldOut heldOut) {
        float[] biases = new float[layout.cells()];
        Arrays.fill(biases, bias);
        DenseLayer layer = new DenseLayer(new float[layout.width()][layout.cells()], biases, Activation.IDENTITY);
        float[] answers = new float[ProbeAnswers.ROWS * layout.cells()];
        Arrays.fill(answers, bias);
        return ModelArtifact.of(
                ModelSpec.DEFAULT,
                SPEC.features(),
                List.of(),
                new TrainedNetwork(new Network(layout, List.of(layer)), new byte[0], 0.1)
                        .withProbe(new ProbeAnswers(layout, answers)),
                Calibration.NONE,
                new Provenance(0, START.toEpochMilli(), 4200, 24, 7, 0.1, createdAtMs, Map.of(), Map.of(), heldOut));
    }
}
