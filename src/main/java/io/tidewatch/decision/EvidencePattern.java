package io.tidewatch.decision;

import io.tidewatch.evidence.Channel;
import io.tidewatch.evidence.Channels;
import java.util.Map;

/**
 * A way of being odd that anomalies share: which channels then speak together. A step is in a pattern as much as
 * the weighted mean of their scores is beyond what it comes to in normal times, which differs: median and season
 * are often wrong at once, relation and stillness hardly ever. No command in this repository fits them again.
 *
 * <p>Which channels, and the numbers, are those that a sum of exponentials of weighted scores found by itself when it
 * was fitted to simulated servers (logistic loss, all types of anomalies alike), then improved by random steps for the
 * areas under their precision-recall curves, and rounded. They weigh the scores of channels alone, which are calibrated
 * to each entity: servers that they were not fitted to are ranked nearly as well. One more that it found, relations
 * with the sequence, is left out: it helped on simulated servers only, and drew down the long anomalies of real ones.
 */
enum EvidencePattern {
    /** Far from the median, and from what this time of the day is used to. */
    FAR_OFF(0.7, Map.of(Channels.LEVEL, 2, Channels.SEASON, 1)),

    /** Not of this time of the day, and out of relation or too still for it. */
    OUT_OF_SEASON(0.1, Map.of(Channels.SEASON, 2, Channels.RELATION, 1, Channels.STILLNESS, 1)),

    /** The values move more than they use to, and not as the features do together. */
    OUT_OF_MOTION(0.1, Map.of(Channels.VARIABILITY, 2, Channels.RELATION, 1)),

    /** One feature stands still while the others go on. */
    STOOD_STILL(0, Map.of(Channels.RELATION, 2, Channels.STILLNESS, 1)),

    /** Neither the steps just before predicted it nor the time of the day. */
    UNPREDICTED(0.3, Map.of(Channels.SEQUENCE, 4, Channels.SEASON, 3));

    private static final EvidencePattern[] ALL = values();

    /** What the weighted mean comes to in normal times; score. */
    private final double usual;
    /** By channel; they add up to 1. */
    private final double[] weights = new double[Channels.ALL.size()];

    EvidencePattern(double usual, Map<Channel, Integer> weights) {
        this.usual = usual;
        int sum = weights.values().stream().mapToInt(Integer::intValue).sum();
        weights.forEach((channel, weight) -> this.weights[Channels.index(channel)] = (double) weight / sum);
    }

    /**
     * How far scores are beyond the usual in the pattern that fits them best; negative when in none.
     *
     * @param scores by channel; 0 where there is none
     */
    static double beyondUsual(double[] scores) {
        double most = Double.NEGATIVE_INFINITY;
        for (EvidencePattern pattern : ALL) {
            double beyond = pattern.mean(scores) - pattern.usual;
            most = beyond > most ? beyond : most;
        }
        return most;
    }

    private double mean(double[] scores) {
        double sum = 0;
        for (int i = 0; i < scores.length; i++) {
            sum += weights[i] * scores[i];
        }
        return sum;
    }
}
