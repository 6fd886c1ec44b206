package io.tidewatch.decision;

/**
 * The score of one step, and the evidence that it is made of. Evidence is −log10 of a p-value, 0 where there is none.
 *
 * @param score decides about incidents
 * @param point the strongest evidence for a point anomaly
 * @param contextual the strongest evidence for a contextual one
 * @param collective the strongest evidence for a collective one
 * @param evidence of each channel and feature, for an explanation
 */
public record ScoredStep(
        AnomalyScore score, double point, double contextual, double collective, FeatureScores evidence) {

    /** A step of which only the silence is known. */
    public static ScoredStep ofSilence(double silence, int features) {
        return new ScoredStep(AnomalyScore.ofSilence(silence), 0, 0, 0, FeatureScores.none(features));
    }
}
