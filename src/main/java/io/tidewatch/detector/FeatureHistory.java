package io.tidewatch.detector;

import io.tidewatch.event.FeatureMapping;
import io.tidewatch.window.FeatureSpec;
import java.util.List;
import java.util.Optional;

/**
 * The features of a detector, now and earlier. An entity's state that has not been used since a change still has the
 * earlier features.
 *
 * @param now the configured features
 * @param all all sets since the first state, the earliest first, with the configured one
 */
public record FeatureHistory(FeatureSet now, List<FeatureSet> all) {

    public FeatureHistory {
        all = List.copyOf(all);
        if (!all.contains(now)) {
            throw new IllegalArgumentException("the features of now are not among those that are known: " + now.text());
        }
    }

    /** Whether the detector had these features at some time, but does not have them now. */
    public boolean onlyBefore(List<FeatureSpec> features) {
        return !now.specs().equals(features)
                && all.stream().anyMatch(set -> set.specs().equals(features));
    }

    /** Maps the configured features to the set of a {@link FeatureSet#fingerprint}; empty when it is not known. */
    public Optional<FeatureMapping> keptOf(int fingerprint) {
        return all.stream()
                .filter(set -> set.fingerprint() == fingerprint)
                .map(set -> FeatureMapping.of(set.features(), now.features()))
                .findFirst();
    }

    /** The history of a detector that has never had other features. */
    public static FeatureHistory onlyOf(FeatureSet now) {
        return new FeatureHistory(now, List.of(now));
    }
}
