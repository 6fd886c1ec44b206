package io.tidewatch.evaluation.baseline;

import java.util.List;

/** The values of a series in the order of its rows, where a missing value is the one before it. Immutable. */
public final class SeriesValues {
    private final double[][] rows;
    private final int features;

    /**
     * @param rows each with one value per feature; NaN is missing
     * @throws IllegalArgumentException when there are no rows, or they differ in length
     */
    public SeriesValues(List<double[]> rows) {
        if (rows.isEmpty()) {
            throw new IllegalArgumentException("a series needs at least one row");
        }
        this.features = rows.get(0).length;
        this.rows = new double[rows.size()][];
        double[] latest = new double[features];
        for (int t = 0; t < this.rows.length; t++) {
            if (rows.get(t).length != features) {
                throw new IllegalArgumentException(
                        "row " + t + " has " + rows.get(t).length + " values, the first has " + features);
            }
            for (int f = 0; f < features; f++) {
                double value = rows.get(t)[f];
                latest[f] = Double.isNaN(value) ? latest[f] : value;
            }
            this.rows[t] = latest.clone();
        }
    }

    public int rows() {
        return rows.length;
    }

    public int features() {
        return features;
    }

    /** Finite. */
    public double at(int row, int feature) {
        return rows[row][feature];
    }

    /** A copy of a row. */
    public double[] row(int row) {
        return rows[row].clone();
    }
}
