package io.tidewatch.simulation.variety;

import java.time.Duration;
import java.time.Instant;

/**
 * When a series is sampled.
 *
 * @param step between two rows
 * @param rows how many, before some are left out
 * @param missing share of the rows that are left out, 0..1
 * @param jitter by how much of a step a row may come late, 0..1
 */
record Grid(Duration step, int rows, double missing, double jitter) {
    private static final Instant START = Instant.parse("2026-03-02T00:00:00Z");

    Grid {
        if (step.isZero() || step.isNegative() || rows < 1) {
            throw new IllegalArgumentException("a grid needs a step and rows: " + step + ", " + rows);
        }
        if (!(missing >= 0 && missing < 1) || !(jitter >= 0 && jitter < 1)) {
            throw new IllegalArgumentException(
                    "the shares of missing rows and of jitter must lie in [0, 1): " + missing + ", " + jitter);
        }
    }

    /** A row at every step. */
    static Grid regular(Duration step, int rows) {
        return new Grid(step, rows, 0, 0);
    }

    /** Rows that go missing or come late. */
    static Grid irregular(Duration step, int rows) {
        return new Grid(step, rows, 0.1, 0.4);
    }

    /** When a step begins, epoch milliseconds; step 0 begins on a Monday. */
    long timeMs(long index) {
        return START.toEpochMilli() + index * step.toMillis();
    }
}
