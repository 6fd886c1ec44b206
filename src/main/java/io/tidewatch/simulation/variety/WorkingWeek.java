package io.tidewatch.simulation.variety;

/** A smooth rhythm of the day that is weak, and low, on Saturdays and Sundays. */
record WorkingWeek() implements Rhythm {
    private static final Wave DAY = new Wave(Weekday.DAY_MS);
    private static final int SATURDAY = 5;
    private static final double WEEKEND_SWING = 0.3;

    @Override
    public double at(double timeMs) {
        double ofDay = DAY.at(timeMs);
        return Weekday.of(timeMs) < SATURDAY ? ofDay : WEEKEND_SWING * (ofDay + 1) - 1;
    }

    @Override
    public double periodMs() {
        return Weekday.DAYS * Weekday.DAY_MS;
    }
}
