package io.tidewatch.series;

import io.tidewatch.event.EventSpec;
import io.tidewatch.event.TimeRange;
import io.tidewatch.event.TimeText;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How the timestamps of a series file count. What cannot be meant is refused: a number that is a time of our days in
 * another unit, and a row far in the future. (A series may be old, or simulated, or count its rows from anywhere: so
 * {@code run}, which has a clock to go by, rejects more.)
 *
 * @param text how they are read
 * @param range plain numbers outside it are refused if another unit explains them, and all times after it
 */
public record SeriesTimes(TimeText text, TimeRange range) {
    private static final long CENTURY_MS = Duration.ofDays(36_525).toMillis();

    /** Numbers are milliseconds, and any time will do: labelled suites count their rows from anywhere. */
    public static final SeriesTimes ANY = new SeriesTimes(TimeText.UTC, TimeRange.ALL);

    /** As a configuration has it, at a time of the clock in epoch milliseconds. */
    public static SeriesTimes of(EventSpec event, long nowMs) {
        return new SeriesTimes(
                event.timeText(), new TimeRange(event.earliestMs(), nowMs + Math.max(CENTURY_MS, event.aheadMs())));
    }

    /** @throws DateTimeException when it is no timestamp; its message says why and what to write instead */
    TimeText.Moment read(String timestamp) {
        return text.read(timestamp);
    }

    /** What is wrong with the time that a text was read as, with the remedy; null: nothing. */
    @Nullable
    String fault(String timestamp, long timeMs) {
        if (range.holds(timeMs)) {
            return null;
        }
        BigDecimal number = TimeText.number(timestamp);
        String hint = number == null ? null : range.unitHint(number);
        if (hint != null) {
            return "in " + text.unit().words() + " is " + Instant.ofEpochMilli(timeMs) + "; " + hint;
        }
        return timeMs <= range.latestMs()
                ? null
                : "is after " + Instant.ofEpochMilli(range.latestMs())
                        + ", which no measurement is; correct it, or set input.time-ahead (--set KEY=VALUE) so"
                        + " that it is in range";
    }
}
