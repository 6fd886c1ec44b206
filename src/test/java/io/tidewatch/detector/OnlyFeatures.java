package io.tidewatch.detector;

import io.tidewatch.window.FeatureSpec;

/** The features of a detector that has never had others, with each feature's name as its field. */
final class OnlyFeatures {
    private OnlyFeatures() {}

    static FeatureHistory of(DetectorSpec spec) {
        return FeatureHistory.onlyOf(FeatureSet.of(
                spec, spec.features().stream().map(FeatureSpec::name).toList()));
    }
}
