package io.tidewatch.model.artifact;

import io.tidewatch.model.FeatureUnit;
import io.tidewatch.model.InputLayout;
import io.tidewatch.model.ModelSpec;
import io.tidewatch.model.Provenance;
import java.util.List;
import java.util.Map;

/**
 * What stands in {@code manifest.json}.
 *
 * @param format of the file
 * @param version of the model
 * @param features name and aggregate of each
 * @param layers shape and activation of each, first to last
 * @param calibration quantiles by channel
 * @param units per feature, to denormalise by; empty when not known, as in format 1
 * @param spread the layer that tells how far off cells usually are; none or one; none in format 1
 * @param codeWidth of the codes of normal windows; 0 when there are none, as in format 1
 * @param regressions what is likely of features, by channel; none in formats 1 and 2
 * @param sha256 of each other entry, by its name
 */
record Manifest(
        int format,
        String version,
        ModelSpec spec,
        InputLayout layout,
        List<Feature> features,
        List<List<String>> vocabularies,
        List<Layer> layers,
        Map<String, List<Float>> calibration,
        Provenance provenance,
        List<FeatureUnit> units,
        List<Layer> spread,
        int codeWidth,
        List<Layer> regressions,
        Map<String, String> sha256) {

    /** @param aggregate as the configuration writes it */
    record Feature(String name, String aggregate) {}

    /** One layer's shape. */
    record Layer(int inputs, int outputs, String activation) {}
}
