package io.tidewatch.model;

import io.tidewatch.window.FeatureSpec;
import java.util.List;

/**
 * A model as it is stored, sent and loaded: network, calibration and provenance.
 *
 * @param version 12 hex digits of the content's SHA-256, without the creation time: the same training gives the same
 *     version
 * @param spec how it was trained
 * @param features the features it knows, in order
 * @param vocabularies per category field, in order: the values it knows, in order
 * @param trained the network
 * @param units per feature, in order, how normalised values become values in its unit; empty when not known
 */
public record ModelArtifact(
        String version,
        ModelSpec spec,
        List<FeatureSpec> features,
        List<List<String>> vocabularies,
        TrainedNetwork trained,
        Calibration calibration,
        Provenance provenance,
        List<FeatureUnit> units) {

    /** A model of this content, with the version that the content gives it. */
    public static ModelArtifact of(
            ModelSpec spec,
            List<FeatureSpec> features,
            List<List<String>> vocabularies,
            TrainedNetwork trained,
            Calibration calibration,
            Provenance provenance) {
        return new ModelArtifact(
                ModelVersion.of(spec, features, vocabularies, trained.network(), calibration, provenance),
                spec,
                features,
                vocabularies,
                trained,
                calibration,
                provenance,
                List.of());
    }

    /**
     * The same with the features' units.
     *
     * @param featureUnits one per feature, in order
     */
    public ModelArtifact withUnits(List<FeatureUnit> featureUnits) {
        return new ModelArtifact(version, spec, features, vocabularies, trained, calibration, provenance, featureUnits);
    }

    public ModelArtifact {
        if (!units.isEmpty() && units.size() != features.size()) {
            throw new IllegalArgumentException(units.size() + " units for " + features.size() + " features");
        }
        units = List.copyOf(units);
        features = features.stream().map(FeatureSpec::asMeasured).toList();
        vocabularies = vocabularies.stream().map(List::copyOf).toList();
    }
}
