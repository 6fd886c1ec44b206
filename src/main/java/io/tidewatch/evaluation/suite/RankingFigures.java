package io.tidewatch.evaluation.suite;

import io.tidewatch.evaluation.AveragePrecision;
import io.tidewatch.evaluation.BestF1;
import io.tidewatch.evaluation.BudgetRecall;
import io.tidewatch.evaluation.LabelledScores;
import io.tidewatch.evaluation.VolumeUnderSurface;
import java.util.Arrays;
import java.util.Map;

/** How well scores put the anomalous rows of a series first, wherever a threshold may lie. */
final class RankingFigures {
    private RankingFigures() {}

    /**
     * Measures the rows after those to learn from.
     *
     * @param scores of all rows
     * @param buffer largest label buffer of VUS, rows
     * @return none when no row is anomalous, or none is normal
     */
    static Figures of(LabelledSeries series, double[] scores, int buffer) {
        boolean[] labels = series.scoredLabels();
        if (labels.length == 0) {
            return Figures.NONE;
        }
        LabelledScores scored =
                new LabelledScores(labels, Arrays.copyOfRange(scores, series.trainRows(), series.rows()));
        if (scored.positives() == 0 || scored.positives() == scored.size()) {
            return Figures.NONE;
        }
        BudgetRecall budget = BudgetRecall.of(scored, BudgetRecall.USUAL);
        return new Figures(Map.of(
                Metric.AUC_PR, AveragePrecision.of(scored),
                Metric.VUS_PR, VolumeUnderSurface.of(scored, buffer).pr(),
                Metric.BEST_F1, BestF1.of(scored).f1(),
                Metric.RECALL, budget.recall(),
                Metric.DELAY, budget.scores().medianDelay()));
    }
}
