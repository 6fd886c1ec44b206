package io.tidewatch.evaluation;

/** The area under the precision-recall curve, as average precision: precision at each threshold × recall gained there. */
public final class AveragePrecision {
    private AveragePrecision() {}

    /** In 0..1; a random score gets the share of anomalous rows. NaN when no row is anomalous. */
    public static double of(LabelledScores series) {
        ThresholdSweep sweep = new ThresholdSweep(series);
        double area = 0;
        int before = 0;
        for (int i = 0; i < sweep.size(); i++) {
            double gained = (sweep.hits(i) - before) / (double) series.positives();
            area += gained * sweep.hits(i) / sweep.flagged(i);
            before = sweep.hits(i);
        }
        return area;
    }
}
