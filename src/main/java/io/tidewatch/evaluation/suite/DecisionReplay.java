package io.tidewatch.evaluation.suite;

import io.tidewatch.decision.AlertPolicy;
import io.tidewatch.decision.AnomalyScore;
import io.tidewatch.decision.Change;
import io.tidewatch.decision.IncidentTracker;
import io.tidewatch.decision.Moment;
import io.tidewatch.detector.DetectorSpec;

/**
 * The whole decision policy over a series once more, with another alert budget, on the scores that a backtest wrote.
 * Nothing is scored again: scores do not depend on the budget. Holds for files run without a configuration, where
 * every row is a step of one entity with one feature, as in the Numenta Anomaly Benchmark.
 */
final class DecisionReplay {
    private static final int WINDOW = DetectorSpec.DEFAULT_WINDOW_STEPS;

    private static final int FEATURES = 1;

    private final LabelledSeries series;
    private final ScoreFile scores;

    DecisionReplay(LabelledSeries series, ScoreFile scores) {
        this.series = series;
        this.scores = scores;
    }

    /** Per row: whether an alert would have been published as new or clearly worse. */
    boolean[] raised(double falseAlertsPerDay) {
        IncidentTracker incidents = new IncidentTracker(new AlertPolicy(falseAlertsPerDay, WINDOW, FEATURES));
        boolean[] raised = new boolean[series.rows()];
        for (int row = firstJudged(); row < raised.length; row++) {
            Change change = incidents.add(
                    series.name(),
                    series.name(),
                    new Moment(series.timeMs(row), intervalMs(row), row + 1),
                    new AnomalyScore(scores.anomalyScore(row), 0, 0, false, false));
            raised[row] = change == Change.OPENED || change == Change.WORSE;
        }
        return raised;
    }

    /** The first row with a score. Those before it were for learning: the policy has never seen them. */
    private int firstJudged() {
        int row = 0;
        while (row < series.rows() && scores.anomalyScore(row) == 0) {
            row++;
        }
        return row;
    }

    /** Usual time between the rows of the window that ends with a row, milliseconds. */
    private double intervalMs(int row) {
        int first = Math.max(0, row - WINDOW + 1);
        return Math.max(1, (series.timeMs(row) - series.timeMs(first)) / (double) Math.max(1, row - first));
    }
}
