package io.tidewatch.decision;

import java.nio.ByteBuffer;

/** What is odd about one entity each day or each month at about the same time, and no news any more. */
final class Schedule {
    private final DailySchedule days = new DailySchedule();
    private final MonthlySchedule months = new MonthlySchedule();

    /**
     * Notes that something odd starts. What belongs to the days is not noted for the months: it would push out what is.
     *
     * @return the highest score that it came to before, when it is on schedule; else 0
     */
    double started(Moment at, double score) {
        double daily = days.started(at.stepMs(), at.intervalMs(), score);
        return daily > 0 ? daily : months.started(at, score);
    }

    /** What started then, epoch milliseconds, has come to this score. */
    void reached(long startMs, double score) {
        days.reached(startMs, score);
        months.reached(startMs, score);
    }

    void write(ByteBuffer out) {
        days.write(out);
        months.write(out);
    }

    void read(ByteBuffer in) {
        days.read(in);
        months.read(in);
    }
}
