package io.tidewatch.evaluation;

import java.util.Arrays;

/**
 * What is found at the threshold that flags at most a given share of the normal rows.
 *
 * @param threshold a row is flagged above it
 * @param scores how the flagged rows meet the events
 */
public record BudgetRecall(double threshold, EventScores scores) {

    /** The share of normal rows usually allowed. */
    public static final double USUAL = 0.01;

    /**
     * @param share of the normal rows that may be flagged, 0..1
     * @throws IllegalArgumentException when no row is normal, or the share is none
     */
    public static BudgetRecall of(LabelledScores series, double share) {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("share of normal rows must lie in 0..1: " + share);
        }
        double[] normal = new double[series.size() - series.positives()];
        if (normal.length == 0) {
            throw new IllegalArgumentException("no row is normal, so a share of the normal rows says nothing");
        }
        int count = 0;
        for (int i = 0; i < series.size(); i++) {
            if (!series.anomalous(i)) {
                normal[count++] = series.score(i);
            }
        }
        Arrays.sort(normal);
        int index = (int) Math.ceil(normal.length * (1 - share));
        double threshold = normal[Math.min(normal.length - 1, index)];
        return new BudgetRecall(threshold, EventScores.of(series, series.above(threshold), 0));
    }

    /** Share of the events found, 0..1; NaN without events. */
    public double recall() {
        return scores.recall();
    }
}
