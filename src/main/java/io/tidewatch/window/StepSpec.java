package io.tidewatch.window;

/**
 * How event time is cut into steps.
 *
 * @param lengthMs length of a step, milliseconds; 0: every event is a step of its own
 * @param graceMs how long after its end a step still takes late events, milliseconds
 * @param quietMs an entity without events for this long, while time goes on around it, is quiet: its steps then close
 *     empty; milliseconds
 * @param goneMs an entity without events for this long is gone: no more steps of it close, and its incident ends;
 *     milliseconds
 */
public record StepSpec(long lengthMs, long graceMs, long quietMs, long goneMs) {

    public static final StepSpec EVENT = new StepSpec(0, 0, 0);

    private static final long SHORTEST_GONE_MS = 86_400_000L;
    private static final int SHORTEST_GONE_STEPS = 32;

    public StepSpec {
        if (lengthMs < 0 || graceMs < 0 || quietMs < 0 || goneMs <= 0) {
            throw new IllegalArgumentException("negative duration");
        }
    }

    /** Steps of entities that are gone after the {@linkplain #usualGoneMs usual} time. */
    public StepSpec(long lengthMs, long graceMs, long quietMs) {
        this(lengthMs, graceMs, quietMs, usualGoneMs(lengthMs));
    }

    /** After how much silence an entity is gone unless set: a day, or {@value #SHORTEST_GONE_STEPS} steps if longer. */
    public static long usualGoneMs(long lengthMs) {
        return Math.max(SHORTEST_GONE_MS, SHORTEST_GONE_STEPS * lengthMs);
    }

    public boolean perEvent() {
        return lengthMs == 0;
    }

    /** Start of the step that holds an event time. */
    public long startOf(long timestampMs) {
        return perEvent() ? timestampMs : Math.floorDiv(timestampMs, lengthMs) * lengthMs;
    }
}
