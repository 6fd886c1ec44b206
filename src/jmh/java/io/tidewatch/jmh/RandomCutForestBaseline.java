package io.tidewatch.jmh;

import com.amazon.randomcutforest.config.Precision;
import com.amazon.randomcutforest.parkservices.ThresholdedRandomCutForest;
import io.tidewatch.evaluation.baseline.Baseline;
import io.tidewatch.evaluation.baseline.SeriesValues;

/**
 * AWS's Random Cut Forest with its own defaults, eight rows a shingle: its anomaly score of each row as it comes. It learns
 * all the time, so that the rows to learn from are its warm-up.
 */
public final class RandomCutForestBaseline implements Baseline {
    private static final int SHINGLE = 8;

    @Override
    public String name() {
        return "RCF";
    }

    @Override
    public boolean seeded() {
        return true;
    }

    @Override
    public double[] scores(SeriesValues series, int trainRows, long seed) {
        ThresholdedRandomCutForest forest = ThresholdedRandomCutForest.builder()
                .compact(true)
                .dimensions(SHINGLE * series.features())
                .shingleSize(SHINGLE)
                .precision(Precision.FLOAT_32)
                .randomSeed(seed)
                .build();
        double[] scores = new double[series.rows()];
        for (int row = 0; row < scores.length; row++) {
            scores[row] = forest.process(series.row(row), row).getRCFScore();
        }
        return scores;
    }
}
