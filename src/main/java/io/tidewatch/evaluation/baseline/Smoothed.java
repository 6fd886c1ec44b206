package io.tidewatch.evaluation.baseline;

/** The scores of a baseline, smoothed exponentially. */
final class Smoothed implements Baseline {
    /** What the newest row weighs; share. */
    private static final double SMOOTHING = 0.1;

    private final Baseline baseline;

    Smoothed(Baseline baseline) {
        this.baseline = baseline;
    }

    @Override
    public String name() {
        return "smoothed " + baseline.name();
    }

    @Override
    public boolean seeded() {
        return baseline.seeded();
    }

    @Override
    public double[] scores(SeriesValues series, int trainRows, long seed) {
        double[] scores = baseline.scores(series, trainRows, seed);
        for (int t = 1; t < scores.length; t++) {
            scores[t] = scores[t - 1] + SMOOTHING * (scores[t] - scores[t - 1]);
        }
        return scores;
    }
}
