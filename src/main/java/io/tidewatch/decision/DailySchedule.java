package io.tidewatch.decision;

import io.tidewatch.codec.VarInt;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * What is odd about one entity at about the same time of the day, day after day: a nightly job is a spike each time,
 * and after two nights nobody wants to be woken by it.
 *
 * <p>Each start of something odd is noted. One at the same time of the day as another that was seen on two days before,
 * the last time within a week, belongs to a schedule, and is news only when it is clearly worse. Days are of 24 hours:
 * where clocks are changed, a job by local time is news again.
 */
final class DailySchedule {
    private static final long DAY_MS = 86_400_000L;

    /** What was seen last is last; what was not seen for longest gives way. */
    private final List<Noted> noted = new ArrayList<>(0);

    /**
     * @param startMs when it started last, epoch milliseconds
     * @param days on which it was seen
     * @param peak highest score of it
     */
    private record Noted(long startMs, int days, float peak) {
        /** Days until another start, as near as whole ones come. */
        long daysUntil(long otherMs) {
            return Math.round((otherMs - startMs) / (double) DAY_MS);
        }

        boolean sameTimeOfDay(long otherMs, long toleranceMs) {
            return Math.abs(otherMs - startMs - daysUntil(otherMs) * DAY_MS) <= toleranceMs;
        }
    }

    /**
     * Notes that something odd starts.
     *
     * @param startMs epoch milliseconds
     * @param intervalMs usual time between steps, milliseconds
     * @param score that it comes to
     * @return the highest score that it came to before, when it is on schedule; else 0
     */
    double started(long startMs, double intervalMs, double score) {
        noted.removeIf(each -> each.daysUntil(startMs) > DecisionParameters.REMEMBERED_DAYS);
        long tolerance = Math.max(DecisionParameters.SCHEDULE_TOLERANCE_MS, (long) intervalMs);
        for (int i = noted.size() - 1; i >= 0; i--) {
            Noted before = noted.get(i);
            if (before.sameTimeOfDay(startMs, tolerance)) {
                noted.remove(i);
                boolean anotherDay = before.daysUntil(startMs) != 0;
                int days = anotherDay ? Math.min(before.days + 1, Byte.MAX_VALUE) : before.days;
                noted.add(new Noted(anotherDay ? startMs : before.startMs, days, Math.max(before.peak, (float) score)));
                return days > DecisionParameters.NEWS ? before.peak : 0;
            }
        }
        if (noted.size() == DecisionParameters.MOST_SCHEDULED) {
            noted.remove(0);
        }
        noted.add(new Noted(startMs, 1, (float) score));
        return 0;
    }

    /** What started then has come to this score. */
    void reached(long startMs, double score) {
        noted.replaceAll(each ->
                each.startMs == startMs && each.peak < score ? new Noted(startMs, each.days, (float) score) : each);
    }

    void write(ByteBuffer out) {
        VarInt.writeUnsigned(out, noted.size());
        for (Noted each : noted) {
            out.putLong(each.startMs);
            out.put((byte) each.days);
            out.putFloat(each.peak);
        }
    }

    void read(ByteBuffer in) {
        noted.clear();
        for (int count = VarInt.readUnsigned(in); count > 0; count--) {
            noted.add(new Noted(in.getLong(), in.get(), in.getFloat()));
        }
    }
}
