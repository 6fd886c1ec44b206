package io.tidewatch.evaluation;

import java.util.List;

/** The scores of a series beside its labels: what every metric is computed from. Immutable. */
public final class LabelledScores {
    private final boolean[] anomalous;
    private final double[] scores;
    private final int positives;
    private final List<RowSpan> events;

    /**
     * @param anomalous per row: its label
     * @param scores per row: higher is more anomalous, finite
     * @throws IllegalArgumentException when there are no rows, the lengths differ, or a score is not finite
     */
    public LabelledScores(boolean[] anomalous, double[] scores) {
        if (anomalous.length != scores.length || scores.length == 0) {
            throw new IllegalArgumentException(
                    scores.length + " scores for " + anomalous.length + " labels; one each per row is needed");
        }
        this.anomalous = anomalous.clone();
        this.scores = scores.clone();
        int count = 0;
        for (int i = 0; i < scores.length; i++) {
            if (!Double.isFinite(scores[i])) {
                throw new IllegalArgumentException("the score of row " + i + " is not finite: " + scores[i]);
            }
            count += anomalous[i] ? 1 : 0;
        }
        this.positives = count;
        this.events = RowSpan.of(this.anomalous);
    }

    public int size() {
        return scores.length;
    }

    public boolean anomalous(int row) {
        return anomalous[row];
    }

    public double score(int row) {
        return scores[row];
    }

    /** Number of rows labelled anomalous. */
    public int positives() {
        return positives;
    }

    /** The runs of rows labelled anomalous, in order. */
    public List<RowSpan> events() {
        return events;
    }

    /** Highest score in a span. */
    double peak(RowSpan span) {
        double peak = scores[span.first()];
        for (int i = span.first() + 1; i <= span.last(); i++) {
            peak = Math.max(peak, scores[i]);
        }
        return peak;
    }

    /** Per row: whether its score is above a threshold. */
    boolean[] above(double threshold) {
        boolean[] flagged = new boolean[scores.length];
        for (int i = 0; i < flagged.length; i++) {
            flagged[i] = scores[i] > threshold;
        }
        return flagged;
    }

    /** A copy of all scores. */
    double[] scores() {
        return scores.clone();
    }
}
