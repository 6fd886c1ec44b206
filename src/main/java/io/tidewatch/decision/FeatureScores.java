package io.tidewatch.decision;

import io.tidewatch.evidence.Channels;
import io.tidewatch.evidence.Measure;
import java.util.Arrays;

/** How anomalous each feature of a step is by each measure. Immutable. */
public final class FeatureScores {
    private final int features;
    private final double[] pValues;

    /**
     * @param pValues by {@link io.tidewatch.evidence.EvidenceLayout#index}; NaN: the measure does not speak. Not
     *     copied.
     */
    FeatureScores(int features, double[] pValues) {
        this.features = features;
        this.pValues = pValues;
    }

    /** Nothing speaks. */
    static FeatureScores none(int features) {
        double[] none = new double[Channels.LAYOUT.size(features)];
        Arrays.fill(none, Double.NaN);
        return new FeatureScores(features, none);
    }

    /** −log10 of the p-value of a measure and feature; NaN when the measure does not speak. */
    public double of(Measure measure, int feature) {
        return FeaturePooling.score(pValues[Channels.LAYOUT.index(measure, feature, features)]);
    }
}
