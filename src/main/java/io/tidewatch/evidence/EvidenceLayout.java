package io.tidewatch.evidence;

import java.util.List;

/**
 * Where the magnitudes of a list of measures are in the evidence of a step.
 *
 * @param measures number of measures
 * @param perFeature number of measures with a magnitude per feature: the first so many
 */
public record EvidenceLayout(int measures, int perFeature) {

    static EvidenceLayout of(List<Measure> measures) {
        long perFeature = measures.stream()
                .filter(measure -> measure.channel().perFeature())
                .count();
        return new EvidenceLayout(measures.size(), (int) perFeature);
    }

    /** Magnitudes of a detector with so many features. */
    public int size(int features) {
        return perFeature * features + measures - perFeature;
    }

    /** Where a measure's magnitude of a feature is; the feature counts only for channels that have one per feature. */
    public int index(Measure measure, int feature, int features) {
        int index = measure.index();
        return index < perFeature ? index * features + feature : perFeature * (features - 1) + index;
    }
}
