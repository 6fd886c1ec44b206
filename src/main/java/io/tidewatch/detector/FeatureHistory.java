package io.tidewatch.detector;

import io.tidewatch.event.FeatureMapping;
import io.tidewatch.window.FeatureSpec;
import java.util.List;
import java.util.Optional;

/**
 * The features that states of entities may have been written for: a state that nobody has used since is of those of its
 * time.
 *
 * @param now those configured
 * @param all since there is state, the earliest first, with those of now
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

    /** Where the features of now stood in the set of a {@link FeatureSet#fingerprint}; empty when it is not known. */
    public Optional<FeatureMapping> keptOf(int fingerprint) {
        return all.stream()
                .filter(set -> set.fingerprint() == fingerprint)
                .map(set -> FeatureMapping.of(set.features(), now.features()))
                .findFirst();
    }

    /** Of a detector that has never had other features. */
    public static FeatureHistory onlyOf(FeatureSet now) {
        return new FeatureHistory(now, List.of(now));
    }

    /** Likewise, each feature being a field of its name. */
    static FeatureHistory onlyOf(DetectorSpec spec) {
        return onlyOf(FeatureSet.of(
                spec, spec.features().stream().map(FeatureSpec::name).toList()));
    }
}
