package io.tidewatch.simulation;

import java.time.Duration;

/**
 * A change of the whole fleet that stays: what a detector should report once, and then learn.
 *
 * @param after how long after the start
 */
public record LastingChange(Kind kind, Duration after) {
    /** Nothing changes. */
    public static final LastingChange NONE = new LastingChange(Kind.NONE, Duration.ZERO);

    /** What changes. */
    public enum Kind {
        NONE,
        /** Demand is half as much again, at all times. */
        LEVEL,
        /** Each day is as a weekend's, and begins three hours later. */
        HOLIDAY
    }

    private static final double HIGHER = 1.5;
    private static final double LATER_MS = 3 * 3_600_000.0;

    /** Factor of the demand at any time. */
    double factor(double sinceStartMs) {
        return of(sinceStartMs) == Kind.LEVEL ? HIGHER : 1;
    }

    /** Whether each day is as a weekend's. */
    boolean holiday(double sinceStartMs) {
        return of(sinceStartMs) == Kind.HOLIDAY;
    }

    /** How much later the day begins, milliseconds. */
    double laterMs(double sinceStartMs) {
        return holiday(sinceStartMs) ? LATER_MS : 0;
    }

    private Kind of(double sinceStartMs) {
        return sinceStartMs < after.toMillis() ? Kind.NONE : kind;
    }
}
