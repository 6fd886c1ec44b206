package io.tidewatch.model;

import io.tidewatch.window.FeatureSpec;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** The version of a model: a digest of what decides its scores, so that the same training gives the same version. */
final class ModelVersion {
    private static final int HEX_DIGITS = 12;

    private ModelVersion() {}

    static String of(
            ModelSpec spec,
            List<FeatureSpec> features,
            List<List<String>> vocabularies,
            Network network,
            Calibration calibration,
            Provenance provenance) {
        MessageDigest digest = sha256();
        String described = spec + "\n" + described(features) + "\n" + vocabularies + "\n" + network.layout() + "\n"
                + calibration.quantiles() + "\n" + provenance.trainedFromMs() + "\n" + provenance.trainedUntilMs();
        digest.update(described.getBytes(StandardCharsets.UTF_8));
        for (DenseLayer layer : network.layers()) {
            digest.update(layer.activation().name().getBytes(StandardCharsets.UTF_8));
            ByteBuffer row = ByteBuffer.allocate(layer.outputs() * Float.BYTES);
            for (int i = 0; i < layer.inputs(); i++) {
                row.clear();
                for (int o = 0; o < layer.outputs(); o++) {
                    row.putFloat(layer.weight(i, o));
                }
                digest.update(row.array());
            }
            row.clear();
            for (int o = 0; o < layer.outputs(); o++) {
                row.putFloat(layer.bias(o));
            }
            digest.update(row.array());
        }
        return HexFormat.of().formatHex(digest.digest()).substring(0, HEX_DIGITS);
    }

    /** As features have always been described here: another text would give the models that exist another version. */
    private static List<String> described(List<FeatureSpec> features) {
        return features.stream()
                .map(feature -> "FeatureSpec[name=" + feature.name() + ", aggregate=" + feature.aggregate() + "]")
                .toList();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
