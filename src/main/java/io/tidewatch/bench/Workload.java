package io.tidewatch.bench;

/**
 * Shape of the events that throughput is measured on: a prelude that fills every window, one event per step, then steps
 * of several events, entity by entity in the order of time.
 *
 * @param entities how many
 * @param features numeric fields per event
 * @param eventsPerStep events of an entity in a step of the measured part
 * @param measuredEvents events after the prelude, at least one for each entity
 */
public record Workload(int entities, int features, int eventsPerStep, long measuredEvents) {
    /** Length of a step, milliseconds. */
    public static final long STEP_MS = 10_000;

    /** Steps in the detector's window. */
    public static final int WINDOW_STEPS = 32;

    /** Steps of the prelude: a full window, and some for what is learned about an entity after it. */
    public static final int PRELUDE_STEPS = WINDOW_STEPS + 4;

    public Workload {
        if (entities < 1 || features < 1 || eventsPerStep < 1 || measuredEvents < entities) {
            throw new IllegalArgumentException("workload of " + entities + " entities, " + features + " features, "
                    + eventsPerStep + " events per step, " + measuredEvents
                    + " measured events; all must be positive, with an event for each entity");
        }
    }

    public int preludeSteps() {
        return PRELUDE_STEPS;
    }

    public long preludeEvents() {
        return (long) entities * preludeSteps();
    }

    public long totalEvents() {
        return preludeEvents() + measuredEvents;
    }

    /** Event time of one event relative to the first, milliseconds. {@code index} counts all events from 0. */
    public long offsetMs(long index) {
        long round = index / entities;
        if (round < preludeSteps()) {
            return round * STEP_MS;
        }
        return preludeSteps() * STEP_MS + (round - preludeSteps()) * STEP_MS / eventsPerStep;
    }

    /** Whose event it is, 0 to {@link #entities} - 1. {@code index} counts all events from 0. */
    public int entity(long index) {
        return (int) (index % entities);
    }
}
