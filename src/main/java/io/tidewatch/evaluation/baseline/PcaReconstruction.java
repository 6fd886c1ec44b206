package io.tidewatch.evaluation.baseline;

/**
 * What principal components cannot rebuild of the window that ends with a row: the linear counterpart of an autoencoder's
 * reconstruction error. Features are standardised, and the components found, on the rows to learn from.
 */
public final class PcaReconstruction implements Baseline {
    /** As long as the detector's own, rows. */
    private static final int WINDOW = 32;

    private static final double VARIANCE_HELD = 0.9;
    private static final int MOST_COMPONENTS = 64;

    /** Windows learnt from at most, evenly spread. */
    private static final int MOST_WINDOWS = 4000;

    @Override
    public String name() {
        return "PCA";
    }

    @Override
    public boolean seeded() {
        return false;
    }

    @Override
    public double[] scores(SeriesValues series, int trainRows, long seed) {
        double[] scores = new double[series.rows()];
        int window = Math.min(WINDOW, trainRows);
        if (window < 1) {
            return scores;
        }
        Standard standard = new Standard(series, trainRows);
        int windows = trainRows - window + 1;
        int used = Math.min(windows, MOST_WINDOWS);
        double[][] shown = new double[used][];
        for (int w = 0; w < used; w++) {
            shown[w] = standard.window(series, window - 1 + (int) ((long) w * windows / used), window);
        }
        PrincipalComponents components = PrincipalComponents.of(shown, VARIANCE_HELD, MOST_COMPONENTS, 1);
        for (int t = window - 1; t < scores.length; t++) {
            scores[t] = components.residual(standard.window(series, t, window)) / (window * series.features());
        }
        return scores;
    }

    /** Mean and deviation of each feature over the rows to learn from. */
    private static final class Standard {
        private final double[] mean;
        private final double[] deviation;

        private Standard(SeriesValues series, int trainRows) {
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
                // A feature that stood still says something as soon as it moves, but not everything.
                deviation[f] = Math.max(Math.sqrt(variance), 0.01 * Math.abs(mean[f]) + 1e-3);
            }
        }

        /** The window that ends with a row, standardised: [window × features]. */
        private double[] window(SeriesValues series, int last, int window) {
            double[] cells = new double[window * mean.length];
            for (int s = 0; s < window; s++) {
                for (int f = 0; f < mean.length; f++) {
                    cells[s * mean.length + f] = (series.at(last - window + 1 + s, f) - mean[f]) / deviation[f];
                }
            }
            return cells;
        }
    }
}
