package io.tidewatch.evaluation;

/**
 * The best composite F1 that any threshold reaches: precision over rows with recall over events (Garg et al. 2021, "An
 * Evaluation of Anomaly Detection and Diagnosis in Multivariate Time Series"). One endless alarm does not win it, unlike F1
 * over events. The threshold is chosen with the labels.
 *
 * @param f1 in 0..1; NaN when no row is anomalous
 * @param threshold a row is flagged at or above it; NaN when no row is anomalous
 */
public record CompositeF1(double f1, double threshold) {

    public static CompositeF1 of(LabelledScores series) {
        if (series.positives() == 0) {
            return new CompositeF1(Double.NaN, Double.NaN);
        }
        double[] peaks =
                series.events().stream().mapToDouble(series::peak).sorted().toArray();
        ThresholdSweep sweep = new ThresholdSweep(series);
        CompositeF1 best = new CompositeF1(Double.NEGATIVE_INFINITY, Double.NaN);
        int found = 0;
        for (int i = 0; i < sweep.size(); i++) {
            while (found < peaks.length && peaks[peaks.length - 1 - found] >= sweep.threshold(i)) {
                found++;
            }
            double precision = sweep.hits(i) / (double) sweep.flagged(i);
            double recall = found / (double) peaks.length;
            double f1 = 2 * precision * recall / Math.max(precision + recall, 1e-12);
            if (f1 > best.f1) {
                best = new CompositeF1(f1, sweep.threshold(i));
            }
        }
        return best;
    }
}
