package io.tidewatch.event;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * The times that can be meant.
 *
 * @param earliestMs the first of them, epoch milliseconds
 * @param latestMs the last of them, epoch milliseconds
 */
public record TimeRange(long earliestMs, long latestMs) {

    public static final TimeRange ALL = new TimeRange(Long.MIN_VALUE, Long.MAX_VALUE);

    public boolean holds(long timeMs) {
        return timeMs >= earliestMs && timeMs <= latestMs;
    }

    /** Which unit a number out of range must have been meant in, with the remedy; null: in none it is in range. */
    public @Nullable String unitHint(BigDecimal number) {
        for (TimeUnitOfField unit : TimeUnitOfField.values()) {
            if (holds(unit, number)) {
                return "it looks like " + unit.words() + ": set input.time-unit: " + unit.label()
                        + " (--set input.time-unit=" + unit.label() + ")";
            }
        }
        return null;
    }

    private boolean holds(TimeUnitOfField unit, BigDecimal number) {
        try {
            return holds(unit.millis(number));
        } catch (ArithmeticException e) {
            return false;
        }
    }
}
