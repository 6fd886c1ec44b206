package io.tidewatch.evaluation;

import io.tidewatch.event.EventSpec;
import io.tidewatch.event.EventSpec.TimeUnitOfField;
import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How the timestamps of a series file count. What {@code run} would reject as out of range is refused: a single row far in
 * the future would make every later one late.
 *
 * @param unit of a plain number
 * @param earliestMs times before this are refused, epoch milliseconds
 * @param latestMs times after this are refused, epoch milliseconds
 */
public record SeriesTimes(TimeUnitOfField unit, long earliestMs, long latestMs) {

    /** Numbers are milliseconds, and any time will do: labelled suites count their rows from anywhere. */
    public static final SeriesTimes ANY = new SeriesTimes(TimeUnitOfField.MILLIS, Long.MIN_VALUE, Long.MAX_VALUE);

    /** As a configuration has it, at a time of the clock in epoch milliseconds. */
    public static SeriesTimes of(EventSpec event, long nowMs) {
        return new SeriesTimes(event.timeUnit(), event.earliestMs(), nowMs + event.aheadMs());
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
        boolean early = timeMs < earliestMs;
        String bound = early
                ? "before " + Instant.ofEpochMilli(earliestMs) + " (input.time-earliest)"
                : "after " + Instant.ofEpochMilli(latestMs) + " (the clock and input.time-ahead)";
        String otherwise = "correct it, or set " + (early ? "input.time-earliest" : "input.time-ahead")
                + " (--set KEY=VALUE) so that it is in range";
        if (!Timestamps.isNumber(text)) {
            return "is " + bound + "; " + otherwise;
        }
        TimeUnitOfField likely = likelyUnit(text);
        return "in " + name(unit) + " is " + Instant.ofEpochMilli(timeMs) + ", " + bound + "; "
                + (likely == null
                        ? otherwise
                        : "it looks like " + name(likely) + ": --set input.time-unit=" + key(likely));
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
