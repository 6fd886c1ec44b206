package io.tidewatch.event;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.concurrent.TimeUnit;

/** How a plain Avro number in the time field counts. */
public enum TimeUnitOfField {
    SECONDS("s", "seconds", 3),
    MILLIS("ms", "milliseconds", 0),
    MICROS("us", "microseconds", -3),
    NANOS("ns", "nanoseconds", -6);

    private final String label;
    private final String words;

    /** How far the decimal point moves to the right to make milliseconds of it. */
    private final int places;

    TimeUnitOfField(String label, String words, int places) {
        this.label = label;
        this.words = words;
        this.places = places;
    }

    /** As the configuration writes it. */
    public String label() {
        return label;
    }

    /** As a sentence writes it. */
    public String words() {
        return words;
    }

    /** A number of this unit as milliseconds, rounded down; the farthest possible where they are too many. */
    long millis(long number) {
        return switch (this) {
            case SECONDS -> TimeUnit.SECONDS.toMillis(number);
            case MILLIS -> number;
            case MICROS -> Math.floorDiv(number, 1_000L);
            case NANOS -> Math.floorDiv(number, 1_000_000L);
        };
    }

    /** A number of this unit as milliseconds, rounded; the farthest possible where they are too many. */
    long millis(double number) {
        return Math.round(
                switch (this) {
                    case SECONDS -> number * 1e3;
                    case MILLIS -> number;
                    case MICROS -> number * 1e-3;
                    case NANOS -> number * 1e-6;
                });
    }

    /**
     * A number of this unit as milliseconds, rounded down.
     *
     * @throws ArithmeticException when they are too many
     */
    long millis(BigDecimal number) {
        return number.movePointRight(places).setScale(0, RoundingMode.FLOOR).longValueExact();
    }
}
