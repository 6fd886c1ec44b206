package io.tidewatch.evaluation.baseline;

/** A series whose features have mean 0 and deviation 1 over the rows to learn from. Immutable. */
final class Standardised {
    private final SeriesValues series;
    private final double[] mean;
    private final double[] deviation;

    Standardised(SeriesValues series, int trainRows) {
        this.series = series;
        this.mean = new double[series.features()];
        this.deviation = new double[series.features()];
        for (int f = 0; f < mean.length; f++) {
            for (int t = 0; t < trainRows; t++) {
                mean[f] += series.at(t, f) / trainRows;
            }
            double variance = 0;
            for (int t = 0; t < trainRows; t++) {
                variance += (series.at(t, f) - mean[f]) * (series.at(t, f) - mean[f]) / trainRows;
            }
            // A feature that stood still counts as soon as it moves, but not without limit.
            deviation[f] = Math.max(Math.sqrt(variance), 0.01 * Math.abs(mean[f]) + 1e-3);
        }
    }

    double at(int row, int feature) {
        return (series.at(row, feature) - mean[feature]) / deviation[feature];
    }

    /** The window that ends with a row, {@code [window × features]}. */
    double[] window(int last, int window) {
        double[] cells = new double[window * mean.length];
        for (int s = 0; s < window; s++) {
            for (int f = 0; f < mean.length; f++) {
                cells[s * mean.length + f] = at(last - window + 1 + s, f);
            }
        }
        return cells;
    }
}
