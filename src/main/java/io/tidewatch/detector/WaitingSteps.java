package io.tidewatch.detector;

import io.tidewatch.evidence.EvidenceCalculator;
import io.tidewatch.evidence.ScoringBatch;
import io.tidewatch.window.Step;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The closed steps that wait until there are enough to be scored together. Belongs to one thread. */
final class WaitingSteps {
    private final ClosedStep[] steps = new ClosedStep[ScoringBatch.SIZE];
    private int waiting;

    WaitingSteps(Supplier<EvidenceCalculator> calculators) {
        Arrays.setAll(steps, i -> new ClosedStep(calculators.get()));
    }

    /** Holds a step, which waits from {@link #add} on. */
    ClosedStep hold(EntityState state, Step step, long nowMs, Detector.Outcomes out) {
        steps[waiting].hold(state, step, nowMs, out);
        return steps[waiting];
    }

    /**
     * Lets the step that is held wait.
     *
     * @return whether there are enough now
     */
    boolean add() {
        waiting++;
        return waiting == steps.length;
    }

    /** Whether a step of an entity waits. */
    boolean any(EntityState state) {
        for (int i = 0; i < waiting; i++) {
            if (steps[i].of(state)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Gives each step that waits, in the order in which they closed; then none waits. A fault in one takes no other with it; it
     * is thrown when all are done.
     */
    void forEach(Consumer<ClosedStep> conclude) {
        int count = waiting;
        waiting = 0;
        RuntimeException fault = null;
        for (int i = 0; i < count; i++) {
            try {
                conclude.accept(steps[i]);
            } catch (RuntimeException e) {
                // What the step did to it before the fault is in no journal.
                steps[i].state().changedAtOnce();
                fault = e;
            }
            steps[i].release();
        }
        if (fault != null) {
            throw fault;
        }
    }
}
