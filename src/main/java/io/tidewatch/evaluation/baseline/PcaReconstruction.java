package io.tidewatch.evaluation.baseline;

/**
 * What principal components cannot rebuild of the window that ends with a row: the linear counterpart of an autoencoder's
 * reconstruction error. Features are standardised, and the components found, on the rows to learn from.
 */
public final class PcaReconstruction implements Baseline {
    private static final double VARIANCE_HELD = 0.9;
    private static final int MOST_COMPONENTS = 64;

    /** Windows learnt from at most, evenly spread. */
    private static final int MOST_WINDOWS = 4000;

    private final int length;

    /** @param length of a window, rows */
    PcaReconstruction(int length) {
        this.length = length;
    }

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
        int window = Math.min(length, trainRows);
        if (window < 1) {
            return scores;
        }
        Standardised standard = new Standardised(series, trainRows);
        int windows = trainRows - window + 1;
        int used = Math.min(windows, MOST_WINDOWS);
        double[][] shown = new double[used][];
        for (int w = 0; w < used; w++) {
            shown[w] = standard.window(window - 1 + (int) ((long) w * windows / used), window);
        }
        PrincipalComponents components = PrincipalComponents.of(shown, VARIANCE_HELD, MOST_COMPONENTS, 1);
        for (int t = window - 1; t < scores.length; t++) {
            scores[t] = components.residual(standard.window(t, window)) / (window * series.features());
        }
        return scores;
    }
}
