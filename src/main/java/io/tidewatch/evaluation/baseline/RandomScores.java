package io.tidewatch.evaluation.baseline;

import java.util.Random;

/** The first control: scores drawn by lot. What does not beat it has found nothing. */
public final class RandomScores implements Baseline {

    @Override
    public String name() {
        return "random";
    }

    @Override
    public boolean seeded() {
        return true;
    }

    @Override
    public double[] scores(SeriesValues series, int trainRows, long seed) {
        return new Random(seed).doubles(series.rows()).toArray();
    }
}
