package io.tidewatch.window;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** The time of the day and of the week in one zone. Not thread-safe: remembers the zone's last offset. */
public final class TimeContext {
    /** Count of numbers that {@link #write} writes. */
    public static final int WIDTH = 6;

    private static final long DAY_MS = 86_400_000L;
    private static final long WEEK_MS = 7 * DAY_MS;
    /** The epoch was a Thursday; weeks are counted from Monday. */
    private static final long EPOCH_TO_MONDAY_MS = 3 * DAY_MS;

    /** Offsets change on the hour or the half; asking once per quarter of an hour is exact, and cheap. */
    private static final long OFFSET_VALID_MS = 900_000L;

    private final ZoneId zone;
    private long offsetBlock = Long.MIN_VALUE;
    private long offsetMs;

    public TimeContext(ZoneId zone) {
        this.zone = zone;
    }

    /** Epoch milliseconds shifted by the zone's offset at that moment: local time as a number. */
    public long localMs(long epochMs) {
        if (zone instanceof ZoneOffset fixed) {
            return epochMs + fixed.getTotalSeconds() * 1000L;
        }
        long block = Math.floorDiv(epochMs, OFFSET_VALID_MS);
        if (block != offsetBlock) {
            offsetBlock = block;
            offsetMs = zone.getRules()
                            .getOffset(Instant.ofEpochMilli(block * OFFSET_VALID_MS))
                            .getTotalSeconds()
                    * 1000L;
        }
        return epochMs + offsetMs;
    }

    /** Writes the time of the day (two harmonics) and of the week as sines and cosines, each in [−1, 1]. */
    public static void write(long localMs, float[] target, int offset) {
        double day = 2 * Math.PI * Math.floorMod(localMs, DAY_MS) / DAY_MS;
        double week = 2 * Math.PI * Math.floorMod(localMs + EPOCH_TO_MONDAY_MS, WEEK_MS) / WEEK_MS;
        double sine = Math.sin(day);
        double cosine = Math.cos(day);
        target[offset] = (float) sine;
        target[offset + 1] = (float) cosine;
        // Of the double angle.
        target[offset + 2] = (float) (2 * sine * cosine);
        target[offset + 3] = (float) (1 - 2 * sine * sine);
        target[offset + 4] = (float) Math.sin(week);
        target[offset + 5] = (float) Math.cos(week);
    }
}
