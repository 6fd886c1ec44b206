package io.tidewatch.detector;

import io.tidewatch.evidence.EvidenceCalculator;
import io.tidewatch.window.SharedSilence;
import io.tidewatch.window.Step;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A step that has closed, on its way to a decision. Used again for others; belongs to one thread. */
final class ClosedStep {
    final EvidenceCalculator calculator;
    StepResult.Phase phase = StepResult.Phase.LEARNING;
    long localMs;
    long nowMs;
    /** Surprise of the silence up to it. */
    double silence;

    /** What the entity tells for all of its source; null: nothing. */
    @Nullable
    SharedSilence shared;

    private @Nullable EntityState state;
    private @Nullable Step step;
    private Detector.@Nullable Outcomes out;

    ClosedStep(EvidenceCalculator calculator) {
        this.calculator = calculator;
    }

    void hold(EntityState ofState, Step closed, long atMs, Detector.Outcomes told) {
        state = ofState;
        step = closed;
        nowMs = atMs;
        out = told;
    }

    /** Lets go of what it held: of an entity that leaves memory, nothing must be kept. */
    void release() {
        state = null;
        step = null;
        shared = null;
        out = null;
    }

    boolean of(EntityState other) {
        return state == other;
    }

    EntityState state() {
        return Objects.requireNonNull(state);
    }

    Step step() {
        return Objects.requireNonNull(step);
    }

    Detector.Outcomes out() {
        return Objects.requireNonNull(out);
    }
}
