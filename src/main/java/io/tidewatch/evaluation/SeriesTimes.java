package io.tidewatch.evaluation;

import io.tidewatch.event.EventSpec;
import io.tidewatch.event.EventSpec.TimeUnitOfField;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How the timestamps of a series file count. What cannot be meant is refused: a number that is a time of our days in another
 * unit, and a row far in the future. (A series may be old, or simulated, or count its
 * rows from anywhere: so {@code run}, which has a clock to go by, rejects more.)
 *
 * @param unit of a plain number
 * @param earliestMs plain numbers before this are refused if another unit explains them, epoch milliseconds
 * @param latestMs times after this are refused, epoch milliseconds
 */
public record SeriesTimes(TimeUnitOfField unit, long earliestMs, long latestMs) {
    private static final long CENTURY_MS = Duration.ofDays(36_525).toMillis();

    /** Numbers are milliseconds, and any time will do: labelled suites count their rows from anywhere. */
    public static final SeriesTimes ANY = new SeriesTimes(TimeUnitOfField.MILLIS, Long.MIN_VALUE, Long.MAX_VALUE);

    /** As a configuration has it, at a time of the clock in epoch milliseconds. */
    public static SeriesTimes of(EventSpec event, long nowMs) {
        return new SeriesTimes(event.timeUnit(), event.earliestMs(), nowMs + Math.max(CENTURY_MS, event.aheadMs()));
    }

    /** @throws DateTimeException when it is no timestamp */
    long parse(String text) {
        return Timestamps.parse(text, unit);
    }

    /** What is wrong with the time that a text was read as, with the remedy; null: nothing. */
    @Nullable
    String fault(String text, long timeMs) {
        if (within(timeMs)) {
            return null;
        }
        TimeUnitOfField likely = Timestamps.isNumber(text) ? likelyUnit(text) : null;
        if (likely != null) {
            return "in " + name(unit) + " is " + Instant.ofEpochMilli(timeMs) + "; it looks like " + name(likely)
                    + ": --set input.time-unit=" + key(likely);
        }
        return timeMs <= latestMs
                ? null
                : "is after " + Instant.ofEpochMilli(latestMs)
                        + ", which no measurement is; correct it, or set input.time-ahead (--set KEY=VALUE) so"
                        + " that it is in range";
    }

    private boolean within(long timeMs) {
        return timeMs >= earliestMs && timeMs <= latestMs;
    }

    private @Nullable TimeUnitOfField likelyUnit(String number) {
        for (TimeUnitOfField other : TimeUnitOfField.values()) {
            if (within(Timestamps.parse(number, other))) {
                return other;
            }
        }
        return null;
    }

    private static String name(TimeUnitOfField unit) {
        return switch (unit) {
            case SECONDS -> "seconds";
            case MILLIS -> "milliseconds";
            case MICROS -> "microseconds";
            case NANOS -> "nanoseconds";
        };
    }

    /** As the configuration writes it. */
    private static String key(TimeUnitOfField unit) {
        return switch (unit) {
            case SECONDS -> "s";
            case MILLIS -> "ms";
            case MICROS -> "us";
            case NANOS -> "ns";
        };
    }
}
