package io.tidewatch.window;

/**
 * How event time is cut into steps.
 *
 * @param lengthMs length of a step, milliseconds; 0: every event is a step of its own
 * @param graceMs how long after its end a step still takes late events, milliseconds
 * @param quietMs an entity without events for this long, while time goes on around it, is quiet: its steps then close
 *     empty; milliseconds
 */
public record StepSpec(long lengthMs, long graceMs, long quietMs) {

    /** Every event is a step. */
    public static final StepSpec EVENT = new StepSpec(0, 0, 0);

    public StepSpec {
        if (lengthMs < 0 || graceMs < 0 || quietMs < 0) {
            throw new IllegalArgumentException("negative duration");
        }
    }

    public boolean perEvent() {
        return lengthMs == 0;
    }

    /** Start of the step that holds an event time. */
    public long startOf(long timestampMs) {
        return perEvent() ? timestampMs : Math.floorDiv(timestampMs, lengthMs) * lengthMs;
    }
}
