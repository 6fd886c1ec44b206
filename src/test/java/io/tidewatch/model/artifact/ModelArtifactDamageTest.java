package io.tidewatch.model.artifact;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

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
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A damaged file is never taken for another model, nor does it surprise its reader with another exception. */
class ModelArtifactDamageTest {
    private static final ModelArtifact ARTIFACT = ModelArtifact.of(
            ModelSpec.DEFAULT,
            List.of(new FeatureSpec("latency", Aggregate.MEAN)),
            List.of(List.of("eu")),
            new TrainedNetwork(
                            new Network(
                                    new InputLayout(2, 1, 0),
                                    List.of(new DenseLayer(new float[4][2], new float[] {1, 2}, Activation.TANH))),
                            new byte[] {1, 2, 3},
                            0.5)
                    .withProbe(new ProbeAnswers(new InputLayout(2, 1, 0), new float[ProbeAnswers.ROWS * 2])),
            Calibration.NONE,
            new Provenance(1, 2, 3, 4, 5, 0.5, 6, Map.of("java", "17"), Map.of()));

    /** The artifact with one entry rewritten, or left out. */
    private static byte[] with(String entry, Function<byte[], byte @Nullable []> change) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(ModelArtifactFormat.write(ARTIFACT)));
                ZipOutputStream out = new ZipOutputStream(bytes)) {
            for (ZipEntry next = in.getNextEntry(); next != null; next = in.getNextEntry()) {
                byte[] old = in.readAllBytes();
                byte[] content = next.getName().equals(entry) ? change.apply(old) : old;
                if (content != null) {
                    out.putNextEntry(new ZipEntry(next.getName()));
                    out.write(content);
                    out.closeEntry();
                }
            }
        }
        return bytes.toByteArray();
    }

    @Test
    void anyFlippedBitIsRefusedOrHarmless() throws Exception {
        byte[] whole = ModelArtifactFormat.write(ARTIFACT);
        int refused = 0;
        for (int at = 0; at < whole.length; at++) {
            byte[] flipped = whole.clone();
            flipped[at] ^= 0x10;
            try {
                ModelArtifact read = ModelArtifactFormat.read("m", flipped);
                assertThat(ModelArtifactFormat.write(read)).as("byte " + at).isEqualTo(whole);
            } catch (ModelArtifactException e) {
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(whole.length / 2);
    }

    @Test
    void anyDamagedManifestIsRefusedInOneWay() throws Exception {
        Random random = new Random(4);
        for (int i = 0; i < 3_000; i++) {
            byte[] damaged = with("manifest.json", json -> {
                byte[] copy = json.clone();
                copy[random.nextInt(copy.length)] = (byte) "0-9n{}[]\",:x".charAt(random.nextInt(12));
                return copy;
            });
            Throwable thrown = catchThrowable(() -> ModelArtifactFormat.read("m", damaged));
            if (thrown != null) {
                assertThat(thrown).isExactlyInstanceOf(ModelArtifactException.class);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"network.bin", "network.zip", "probe.bin", "manifest.json"})
    void missingEntryIsNamed(String entry) throws IOException {
        byte[] without = with(entry, content -> null);
        assertThatThrownBy(() -> ModelArtifactFormat.read("models/m.zip", without))
                .isInstanceOf(ModelArtifactException.class)
                .hasMessageContaining("models/m.zip")
                .hasMessageContaining(entry);
    }

    @Test
    void missingKeyOfTheManifestIsRefused() throws Exception {
        for (String key : List.of("spec", "layout", "features", "layers", "provenance", "sha256", "vocabularies")) {
            byte[] without = with("manifest.json", json -> new String(json, UTF_8)
                    .replace("\"" + key + "\"", "\"" + key + "-gone\"")
                    .getBytes(UTF_8));
            assertThatThrownBy(() -> ModelArtifactFormat.read("m", without))
                    .as(key)
                    .isExactlyInstanceOf(ModelArtifactException.class);
        }
    }
}
