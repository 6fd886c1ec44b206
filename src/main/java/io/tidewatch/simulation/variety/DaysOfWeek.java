package io.tidewatch.simulation.variety;

import java.util.List;

/** One level for each day of the week, for series of a row a day. */
record DaysOfWeek() implements Rhythm {
    private static final List<Double> FROM_MONDAY = List.of(0.5, 0.7, 0.65, 0.6, 1.0, -0.8, -1.0);

    @Override
    public double at(double timeMs) {
        return FROM_MONDAY.get(Weekday.of(timeMs));
    }

    @Override
    public double periodMs() {
        return Weekday.DAYS * Weekday.DAY_MS;
    }
}
