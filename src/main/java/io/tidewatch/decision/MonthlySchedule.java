package io.tidewatch.decision;

import io.tidewatch.codec.VarInt;
import java.nio.ByteBuffer;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What is odd about one entity on the same day of each month, at about the same time of the day: the load on the first,
 * or the bills on the last.
 *
 * <p>As in a {@link DailySchedule}, what was seen in two months before, the last time in the month before, is news only
 * when it is clearly worse. Days and hours are local. Both the same day of the month and, after the last day, the last
 * day again are on schedule; a day that a month does not have is its last.
 */
final class MonthlySchedule {
    private static final long MINUTE_MS = 60_000;

    /** What was seen last is last; what was seen in the fewest months gives way, of these the oldest. */
    private final List<Noted> noted = new ArrayList<>(0);

    /**
     * @param startMs when it started last, epoch milliseconds
     * @param offsetMinutes of local time, then
     * @param months in which it was seen
     * @param peak highest score of it
     */
    private record Noted(long startMs, int offsetMinutes, int months, float peak) {

        long localMs() {
            return startMs + offsetMinutes * MINUTE_MS;
        }

        /** Whether a start is about a month after the last one. */
        boolean dueAt(long otherLocalMs, long toleranceMs) {
            LocalDateTime last = local(localMs());
            LocalDateTime next = last.plusMonths(1);
            boolean lastDay = last.equals(last.with(TemporalAdjusters.lastDayOfMonth()));
            return near(next, otherLocalMs, toleranceMs)
                    || lastDay && near(next.with(TemporalAdjusters.lastDayOfMonth()), otherLocalMs, toleranceMs);
        }

        private static LocalDateTime local(long localMs) {
            return LocalDateTime.ofEpochSecond(Math.floorDiv(localMs, 1_000L), 0, ZoneOffset.UTC);
        }

        private static boolean near(LocalDateTime due, long localMs, long toleranceMs) {
            return Math.abs(ChronoUnit.MILLIS.between(due, local(localMs))) <= toleranceMs;
        }
    }

    /**
     * Notes that something odd starts.
     *
     * @return the highest score that it came to before, when it is on schedule; else 0
     */
    double started(Moment at, double score) {
        noted.removeIf(each -> at.stepMs() - each.startMs > DecisionParameters.REMEMBERED_MONTH_MS);
        long toleranceMs = Math.min(
                Math.max(DecisionParameters.SCHEDULE_TOLERANCE_MS, (long) at.intervalMs()),
                DecisionParameters.LONGEST_MONTHLY_TOLERANCE_MS);
        int offsetMinutes = (int) ((at.localMs() - at.stepMs()) / MINUTE_MS);
        for (int i = noted.size() - 1; i >= 0; i--) {
            Noted before = noted.get(i);
            boolean again = Math.abs(at.stepMs() - before.startMs) <= toleranceMs;
            if (again || before.dueAt(at.localMs(), toleranceMs)) {
                noted.remove(i);
                int months = again ? before.months : Math.min(before.months + 1, Byte.MAX_VALUE);
                float peak = Math.max(before.peak, (float) score);
                noted.add(new Noted(
                        again ? before.startMs : at.stepMs(),
                        again ? before.offsetMinutes : offsetMinutes,
                        months,
                        peak));
                return months > DecisionParameters.NEWS ? before.peak : 0;
            }
        }
        if (noted.size() == DecisionParameters.MOST_SCHEDULED) {
            noted.remove(noted.stream()
                    .min(Comparator.comparingInt(Noted::months).thenComparingLong(Noted::startMs))
                    .orElseThrow());
        }
        noted.add(new Noted(at.stepMs(), offsetMinutes, 1, (float) score));
        return 0;
    }

    /** What started then, epoch milliseconds, has come to this score. */
    void reached(long startMs, double score) {
        noted.replaceAll(each -> each.startMs == startMs && each.peak < score
                ? new Noted(startMs, each.offsetMinutes, each.months, (float) score)
                : each);
    }

    void clear() {
        noted.clear();
    }

    void write(ByteBuffer out) {
        VarInt.writeUnsigned(out, noted.size());
        for (Noted each : noted) {
            out.putLong(each.startMs);
            out.putShort((short) each.offsetMinutes);
            out.put((byte) each.months);
            out.putFloat(each.peak);
        }
    }

    void read(ByteBuffer in) {
        noted.clear();
        for (int count = VarInt.readUnsigned(in); count > 0; count--) {
            noted.add(new Noted(in.getLong(), in.getShort(), in.get(), in.getFloat()));
        }
    }
}
