package io.tidewatch.evaluation.baseline;

import io.tidewatch.model.training.PlainAutoencoder;

/** The error of a plain autoencoder of single rows, learned from the rows to learn from, mean square over features. */
final class StepAutoencoder implements Baseline {

    @Override
    public String name() {
        return "autoencoder";
    }

    @Override
    public boolean seeded() {
        return true;
    }

    @Override
    public double[] scores(SeriesValues series, int trainRows, long seed) {
        if (trainRows == 0) {
            return new double[series.rows()];
        }
        Standardised standard = new Standardised(series, trainRows);
        float[][] rows = new float[series.rows()][series.features()];
        for (int t = 0; t < rows.length; t++) {
            for (int f = 0; f < rows[t].length; f++) {
                rows[t][f] = (float) standard.at(t, f);
            }
        }
        return PlainAutoencoder.errors(rows, trainRows, seed);
    }
}
