package io.tidewatch.window;

import java.math.BigDecimal;
import java.util.Locale;

/**
 * How the values of one feature inside one step become one number.
 *
 * @param kind which statistic
 * @param quantile the quantile in (0, 1) for {@link Kind#QUANTILE}, NaN otherwise
 */
public record Aggregate(Kind kind, double quantile) {

    /** The statistics known. */
    public enum Kind {
        MEAN,
        MIN,
        MAX,
        SUM,
        LAST,
        /** Number of events in the step that carry the feature; a step without any has 0, not missing. */
        COUNT,
        /** Increase per second of a counter since the newest value of the steps before. */
        RATE,
        QUANTILE
    }

    public static final Aggregate MEAN = new Aggregate(Kind.MEAN, Double.NaN);

    public Aggregate {
        if ((kind == Kind.QUANTILE) != (quantile > 0 && quantile < 1)) {
            throw new IllegalArgumentException("quantile must lie in (0, 1), and only a quantile has one: " + quantile);
        }
    }

    boolean isRate() {
        return kind == Kind.RATE;
    }

    /** The value of a step with a single event, unless the aggregate is a rate; NaN is missing. */
    double ofOne(double value) {
        return switch (kind) {
            case COUNT -> Double.isNaN(value) ? 0 : 1;
            case SUM -> Double.isNaN(value) ? 0 : value;
            case MEAN, MIN, MAX, LAST, RATE, QUANTILE -> value;
        };
    }

    /** As {@link #parse} reads it. */
    public String text() {
        return kind == Kind.QUANTILE
                ? "p"
                        + BigDecimal.valueOf(quantile)
                                .movePointRight(2)
                                .stripTrailingZeros()
                                .toPlainString()
                : kind.name().toLowerCase(Locale.ROOT);
    }

    /**
     * Reads {@code mean}, {@code min}, {@code max}, {@code sum}, {@code last}, {@code count}, {@code rate}, or a
     * quantile as {@code p50}, {@code p99}, {@code p99.9}.
     *
     * @throws IllegalArgumentException when it is none of these
     */
    public static Aggregate parse(String text) {
        String name = text.trim().toLowerCase(Locale.ROOT);
        for (Kind kind : Kind.values()) {
            if (kind != Kind.QUANTILE && kind.name().toLowerCase(Locale.ROOT).equals(name)) {
                return new Aggregate(kind, Double.NaN);
            }
        }
        if (name.matches("p\\d{1,2}(\\.\\d+)?")) {
            double share = new BigDecimal(name.substring(1)).movePointLeft(2).doubleValue();
            if (share > 0) {
                return new Aggregate(Kind.QUANTILE, share);
            }
        }
        throw new IllegalArgumentException(
                "unknown aggregate '" + text + "'; one of mean, min, max, sum, last, count, rate, or p50 .. p99.9");
    }
}
