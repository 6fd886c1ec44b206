package io.tidewatch.detector;

import io.tidewatch.window.FeatureSpec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.zip.CRC32;

/** The features of a detector at one time, in order. */
public record FeatureSet(List<MeasuredFeature> features) {
    public FeatureSet {
        features = List.copyOf(features);
    }

    /** @param fields paths in a record, one for each of the detector's features */
    public static FeatureSet of(DetectorSpec spec, List<String> fields) {
        List<MeasuredFeature> features = new ArrayList<>();
        for (int f = 0; f < spec.features().size(); f++) {
            FeatureSpec feature = spec.features().get(f);
            features.add(new MeasuredFeature(feature.name(), feature.aggregate(), fields.get(f)));
        }
        return new FeatureSet(features);
    }

    /** The features as the detector knows them, without deviation filters. */
    List<FeatureSpec> specs() {
        return features.stream().map(MeasuredFeature::spec).toList();
    }

    /** Identifies the set in the bytes of a state. */
    public int fingerprint() {
        CRC32 crc = new CRC32();
        crc.update(write().getBytes(StandardCharsets.UTF_8));
        return (int) crc.getValue();
    }

    /** The fingerprint of earlier releases, which did not know fields. */
    int fingerprintWithoutFields() {
        return FeatureSpec.text(specs()).hashCode();
    }

    /** The features as text for people. */
    public String text() {
        return features.stream().map(MeasuredFeature::text).collect(Collectors.joining(", "));
    }

    /** The features as text for {@link #read}, one line each. */
    public String write() {
        return features.stream().map(MeasuredFeature::write).collect(Collectors.joining("\n"));
    }

    /** @throws IllegalArgumentException when {@link #write} has not written it */
    public static FeatureSet read(String written) {
        return new FeatureSet(written.lines().map(MeasuredFeature::read).toList());
    }
}
