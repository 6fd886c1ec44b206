package io.tidewatch.evaluation;

/**
 * The best F1 over rows that any threshold reaches, without point adjustment. The threshold is chosen with the labels, so
 * this is an upper bound for a detector that must choose its own.
 *
 * @param f1 in 0..1; NaN when no row is anomalous
 * @param threshold a row is flagged at or above it; NaN when no row is anomalous
 */
public record BestF1(double f1, double threshold) {

    public static BestF1 of(LabelledScores series) {
        if (series.positives() == 0) {
            return new BestF1(Double.NaN, Double.NaN);
        }
        ThresholdSweep sweep = new ThresholdSweep(series);
        BestF1 best = new BestF1(Double.NEGATIVE_INFINITY, Double.NaN);
        for (int i = 0; i < sweep.size(); i++) {
            double f1 = 2.0 * sweep.hits(i) / (sweep.flagged(i) + series.positives());
            if (f1 > best.f1) {
                best = new BestF1(f1, sweep.threshold(i));
            }
        }
        return best;
    }
}
