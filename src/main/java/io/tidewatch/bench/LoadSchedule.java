package io.tidewatch.bench;

/**
 * When each event of an even load is due, and which are anomalous.
 *
 * @param eventsPerSecond offered
 * @param entities that take turns
 * @param warmUpEvents before anything counts
 * @param countedEvents after that
 * @param anomalies spread evenly over all of it: those of the warm-up find the code that tells of them cold
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

    /** How many anomalies should have been sent before this event. */
    long anomaliesBefore(long index) {
        return index * anomalies / events() + 1;
    }
}
