package io.tidewatch.evaluation;

/** One row of a series file. */
public final class SeriesRow {
    private final long line;
    private final String timestamp;
    private final long timestampMs;
    private final String entity;
    private final double[] values;
    private final boolean anomalous;

    SeriesRow(long line, String timestamp, long timestampMs, String entity, double[] values, boolean anomalous) {
        this.line = line;
        this.timestamp = timestamp;
        this.timestampMs = timestampMs;
        this.entity = entity;
        this.values = values;
        this.anomalous = anomalous;
    }

    /** Where in the file it begins; the header is line 1. */
    public long line() {
        return line;
    }

    /** The timestamp as it stands in the file. */
    public String timestamp() {
        return timestamp;
    }

    /** Epoch milliseconds. */
    public long timestampMs() {
        return timestampMs;
    }

    /** The entity column's value; empty when the file has none. */
    public String entity() {
        return entity;
    }

    public int features() {
        return values.length;
    }

    /** The value of a feature column; NaN is missing. */
    public double value(int feature) {
        return values[feature];
    }

    /** A copy of all values. */
    public double[] values() {
        return values.clone();
    }

    /** The label, for measuring only: no detector may see it. */
    public boolean anomalous() {
        return anomalous;
    }
}
