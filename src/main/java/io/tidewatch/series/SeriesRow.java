package io.tidewatch.series;

import org.jspecify.annotations.Nullable;

/** One row of a series file. */
public final class SeriesRow {
    private final long line;
    private final Time time;
    private final String entity;
    private final Cells cells;
    private final boolean anomalous;

    public SeriesRow(long line, Time time, String entity, Cells cells, boolean anomalous) {
        this.line = line;
        this.time = time;
        this.entity = entity;
        this.cells = cells;
        this.anomalous = anomalous;
    }

    /**
     * When a row was measured.
     *
     * @param text as it stands in the file
     * @param epochMs the same, epoch milliseconds
     */
    public record Time(String text, long epochMs) {}

    /** What a row measured, and in which context; takes its arrays over. */
    public static final class Cells {
        private final double[] values;
        private final @Nullable String[] categories;

        public Cells(double[] values, @Nullable String[] categories) {
            this.values = values;
            this.categories = categories;
        }
    }

    /** Where in the file it begins; the header is line 1. */
    public long line() {
        return line;
    }

    /** The timestamp as it stands in the file. */
    public String timestamp() {
        return time.text();
    }

    /** Epoch milliseconds. */
    public long timestampMs() {
        return time.epochMs();
    }

    /** The entity column's value; empty when the file has none. */
    public String entity() {
        return entity;
    }

    public int features() {
        return cells.values.length;
    }

    /** The value of a feature column; NaN is missing. */
    public double value(int feature) {
        return cells.values[feature];
    }

    /** A copy of all values. */
    public double[] values() {
        return cells.values.clone();
    }

    /** A copy of the category columns' texts; null is missing. */
    public @Nullable String[] categories() {
        return cells.categories.clone();
    }

    /** The label, for measuring only: no detector may see it. */
    public boolean anomalous() {
        return anomalous;
    }
}
