package io.tidewatch.bench;

/**
 * When each event of an even load is due, and which are anomalous.
 *
 * @param eventsPerSecond offered
 * @param entities that take turns
 * @param warmUpEvents before anything counts
 * @param countedEvents after that
 * @param anomalies among the counted ones, spread evenly
 */
record LoadSchedule(double eventsPerSecond, int entities, long warmUpEvents, long countedEvents, int anomalies) {

    static LoadSchedule of(BenchPlan.Latency latency, double eventsPerSecond) {
        return new LoadSchedule(
                eventsPerSecond,
                latency.entities(),
                Math.round(latency.warmUpSeconds() * eventsPerSecond),
                Math.max(latency.entities(), Math.round(latency.seconds() * eventsPerSecond)),
                latency.anomalies());
    }

    long events() {
        return warmUpEvents + countedEvents;
    }

    /** When an event is due, nanoseconds after the first. */
    long dueNs(long index) {
        return (long) (index * (1e9 / eventsPerSecond));
    }

    /** Nanoseconds after the first event from which on alerts count. */
    long countedFromNs() {
        return dueNs(warmUpEvents);
    }

    /** Time between two events of an entity, milliseconds. */
    double intervalMs() {
        return entities * 1e3 / eventsPerSecond;
    }

    int entity(long index) {
        return (int) (index % entities);
    }

    /** Whether an event comes after the warm-up. */
    boolean counts(long index) {
        return index >= warmUpEvents;
    }

    /**
     * How many anomalies of its part, warm-up or what counts, should have been sent by this event. The warm-up has as
     * many as entities are left for, at most at the rate of the rest: the first ones find the code that reports them
     * cold.
     */
    long anomaliesBy(long index) {
        long inWarmUp = Math.min(entities - anomalies, warmUpEvents * anomalies / countedEvents);
        return counts(index)
                ? (index - warmUpEvents) * anomalies / countedEvents + 1
                : (index + 1) * inWarmUp / warmUpEvents;
    }
}
