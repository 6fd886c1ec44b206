package io.tidewatch.model.catalog;

import io.tidewatch.model.Activation;
import io.tidewatch.model.Calibration;
import io.tidewatch.model.DenseLayer;
import io.tidewatch.model.InputLayout;
import io.tidewatch.model.ModelArtifact;
import io.tidewatch.model.ModelSpec;
import io.tidewatch.model.Network;
import io.tidewatch.model.ProbeAnswers;
import io.tidewatch.model.Provenance;
import io.tidewatch.model.TrainedNetwork;
import io.tidewatch.window.Aggregate;
import io.tidewatch.window.FeatureSpec;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** Small models, each of its own version, and keys. */
public final class TestModels {
    private TestModels() {}

    /** A model whose one weight is a number. */
    public static ModelArtifact model(float weight) {
        InputLayout layout = new InputLayout(2, 1, 0);
        return ModelArtifact.of(
                ModelSpec.DEFAULT,
                List.of(new FeatureSpec("latency", Aggregate.MEAN)),
                List.of(),
                new TrainedNetwork(
                                new Network(
                                        layout,
                                        List.of(new DenseLayer(
                                                new float[4][2], new float[] {weight, 2}, Activation.TANH))),
                                new byte[] {1, 2, 3},
                                0.5)
                        .withProbe(new ProbeAnswers(layout, new float[ProbeAnswers.ROWS * 2])),
                Calibration.NONE,
                new Provenance(1, 2, 3, 4, 5, 0.5, 6, Map.of("java", "17"), Map.of()));
    }

    public static KeyPair keys(String algorithm) throws Exception {
        return KeyPairGenerator.getInstance(algorithm).generateKeyPair();
    }

    /** As {@code openssl genpkey} writes it. */
    public static String privatePem(KeyPair keys) {
        return pem("PRIVATE KEY", keys.getPrivate().getEncoded());
    }

    /** As {@code openssl pkey -pubout} writes it. */
    public static String publicPem(KeyPair keys) {
        return pem("PUBLIC KEY", keys.getPublic().getEncoded());
    }

    private static String pem(String label, byte[] bytes) {
        return "-----BEGIN " + label + "-----\n" + Base64.getMimeEncoder().encodeToString(bytes) + "\n-----END " + label
                + "-----\n";
    }
}
