package io.tidewatch.evaluation.baseline;

/**
 * How many standard deviations a value is away from the mean of the rows before it, as the windowed Gaussian detector of the
 * Numenta Anomaly Benchmark: mean and deviation of the last {@value #MEMORY} rows, taken anew every {@value #RENEWAL} rows.
 * Over several features, the root of the mean of their squares.
 */
public final class WindowedGaussian implements Baseline {
    private static final int MEMORY = 6400;
    private static final int RENEWAL = 100;

    /** Share of a feature's mean below which a deviation is rounding. */
    private static final double LEAST_DEVIATION = 1e-6;

    @Override
    public String name() {
        return "windowed-Gaussian";
    }

    @Override
    public boolean seeded() {
        return false;
    }

    @Override
    public double[] scores(SeriesValues series, int trainRows, long seed) {
        double[] scores = new double[series.rows()];
        double[] mean = new double[series.features()];
        double[] deviation = new double[series.features()];
        for (int t = 1; t < scores.length; t++) {
            if (t <= RENEWAL || t % RENEWAL == 0) {
                measure(series, Math.max(0, t - MEMORY), t, mean, deviation);
            }
            double sum = 0;
            for (int f = 0; f < mean.length; f++) {
                double z = (series.at(t, f) - mean[f]) / deviation[f];
                sum += z * z;
            }
            scores[t] = Math.sqrt(sum / mean.length);
        }
        return scores;
    }

    private static void measure(SeriesValues series, int from, int to, double[] mean, double[] deviation) {
        for (int f = 0; f < mean.length; f++) {
            double sum = 0;
            for (int t = from; t < to; t++) {
                sum += series.at(t, f);
            }
            mean[f] = sum / (to - from);
            double squares = 0;
            for (int t = from; t < to; t++) {
                squares += (series.at(t, f) - mean[f]) * (series.at(t, f) - mean[f]);
            }
            double least = LEAST_DEVIATION * (Math.abs(mean[f]) + 1);
            deviation[f] = Math.max(Math.sqrt(squares / (to - from)), least);
        }
    }
}
