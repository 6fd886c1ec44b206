package io.tidewatch.simulation.variety;

/** The days of the week. */
final class Weekday {
    static final double DAY_MS = 86_400_000;
    static final int DAYS = 7;

    private Weekday() {}

    /** 0: Monday, 6: Sunday, in UTC. */
    static int of(double timeMs) {
        // Day 0 of the epoch is a Thursday.
        return (int) ((StrictMath.floor(timeMs / DAY_MS) + 3) % DAYS);
    }
}
