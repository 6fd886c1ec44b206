package io.tidewatch.model.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidewatch.model.Activation;
import io.tidewatch.model.Calibration;
import io.tidewatch.model.CodeSamples;
import io.tidewatch.model.DenseLayer;
import io.tidewatch.model.FeatureUnit;
import io.tidewatch.model.InputLayout;
import io.tidewatch.model.ModelArtifact;
import io.tidewatch.model.ModelKind;
import io.tidewatch.model.ModelSpec;
import io.tidewatch.model.Network;
import io.tidewatch.model.ProbeAnswers;
import io.tidewatch.model.Provenance;
import io.tidewatch.model.Regression;
import io.tidewatch.model.TrainedNetwork;
import io.tidewatch.window.Aggregate;
import io.tidewatch.window.FeatureSpec;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelArtifactFormatTest {

    private static ProbeAnswers probe(InputLayout layout) {
        float[] answers = new float[ProbeAnswers.ROWS * layout.cells()];
        answers[5] = 0.75f;
        return new ProbeAnswers(layout, answers);
    }

    private static ModelArtifact artifact(long createdAtMs) {
        InputLayout layout = new InputLayout(2, 1, 1);
        float[][] weights = new float[layout.width()][2];
        weights[3][1] = 0.25f;
        Network network = new Network(layout, List.of(new DenseLayer(weights, new float[] {1, -2}, Activation.TANH)));
        return ModelArtifact.of(
                ModelSpec.DEFAULT,
                List.of(new FeatureSpec("latency", Aggregate.parse("p99.9"))),
                List.of(List.of("eu", "us")),
                new TrainedNetwork(network, new byte[] {1, 2, 3}, 0.5).withProbe(probe(layout)),
                new Calibration(Map.of("window", Collections.nCopies(Calibration.LEVELS.size(), 1.5f))),
                new Provenance(1, 2, 3, 4, 5, 0.5, createdAtMs, Map.of("java", "17"), Map.of()));
    }

    @Test
    void whatIsWrittenIsRead() throws ModelArtifactException {
        ModelArtifact written = artifact(99);
        ModelArtifact read = ModelArtifactFormat.read("m", ModelArtifactFormat.write(written));
        assertThat(read.version()).isEqualTo(written.version()).hasSize(12);
        assertThat(read.features()).isEqualTo(written.features());
        assertThat(read.vocabularies()).isEqualTo(written.vocabularies());
        assertThat(read.calibration()).isEqualTo(written.calibration());
        assertThat(read.provenance()).isEqualTo(written.provenance());
        assertThat(read.trained().dl4jZip()).containsExactly(1, 2, 3);
        assertThat(read.trained().probe()).isEqualTo(written.trained().probe()).isPresent();
        assertThat(read.trained().network().layers().get(0).weight(3, 1)).isEqualTo(0.25f);
        assertThat(read.trained().network().layers().get(0).bias(1)).isEqualTo(-2f);
    }

    @Test
    void regressionsAreReadBack() throws ModelArtifactException {
        ModelArtifact without = artifact(99);
        Regression regression = new Regression(
                new DenseLayer(new float[][] {{0.5f}, {-0.25f}, {0}}, new float[] {0.125f}, Activation.IDENTITY));
        ModelArtifact with = ModelArtifact.of(
                without.spec(),
                without.features(),
                without.vocabularies(),
                without.trained().withRegressions(List.of(regression)),
                without.calibration(),
                without.provenance());

        List<Regression> read = ModelArtifactFormat.read("m", ModelArtifactFormat.write(with))
                .trained()
                .regressions();
        assertThat(read).hasSize(1);
        assertThat(read.get(0).lags()).isEqualTo(2);
        assertThat(read.get(0).layer().answer(new float[] {1, 0, 0})).containsExactly(0.625f);
        assertThat(read.get(0).layer().answer(new float[] {0, 1, 0})).containsExactly(-0.125f);
    }

    private static ModelArtifact generative() {
        InputLayout layout = new InputLayout(2, 1, 1);
        Network network = new Network(
                layout,
                List.of(
                        new DenseLayer(new float[layout.width()][1], new float[] {1}, Activation.IDENTITY),
                        new DenseLayer(new float[1][2], new float[] {1, -2}, Activation.IDENTITY)));
        TrainedNetwork trained = new TrainedNetwork(network, new byte[] {1}, 0.5)
                .withProbe(probe(layout))
                .withSpread(new DenseLayer(new float[][] {{0.5f, 2}}, new float[] {-1, -3}, Activation.IDENTITY))
                .withCodes(new CodeSamples(1, new float[] {0.25f, 4}, new float[] {0, 0.125f}));
        return ModelArtifact.of(
                        new ModelSpec(ModelKind.VARIATIONAL, List.of(1), 1, 1, 1e-3, 1),
                        List.of(new FeatureSpec("latency", Aggregate.MEAN)),
                        List.of(),
                        trained,
                        Calibration.NONE,
                        new Provenance(1, 2, 3, 4, 5, 0.5, 6, Map.of(), Map.of()))
                .withUnits(List.of(new FeatureUnit(10, 2)));
    }

    @Test
    void whatAGenerativeFamilyKnowsIsReadBack() throws ModelArtifactException {
        ModelArtifact read = ModelArtifactFormat.read("m", ModelArtifactFormat.write(generative()));
        assertThat(read.spec().kind()).isEqualTo(ModelKind.VARIATIONAL);
        assertThat(read.units()).containsExactly(new FeatureUnit(10, 2));
        DenseLayer spread = read.trained().spread().orElseThrow();
        assertThat(spread.weight(0, 1)).isEqualTo(2);
        assertThat(spread.bias(1)).isEqualTo(-3);
        CodeSamples codes = read.trained().codes().orElseThrow();
        assertThat(codes.width()).isEqualTo(1);
        assertThat(codes.centres()).containsExactly(0.25f, 4);
        assertThat(codes.deviations()).containsExactly(0, 0.125f);
    }

    @Test
    void modelOfTheFirstFormatIsStillRead() throws Exception {
        ObjectMapper json = new ObjectMapper();
        ObjectNode manifest = (ObjectNode) json.readTree(entry("manifest.json"));
        manifest.put("format", 1);
        manifest.remove(List.of("units", "spread", "codeWidth", "regressions"));
        ModelArtifact read = ModelArtifactFormat.read("m", with("manifest.json", json.writeValueAsBytes(manifest)));
        assertThat(read.version()).isEqualTo(artifact(1).version());
        assertThat(read.units()).isEmpty();
        assertThat(read.trained().codes()).isEmpty();
    }

    private static byte[] entry(String name) throws IOException {
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(ModelArtifactFormat.write(artifact(1))))) {
            for (ZipEntry next = in.getNextEntry(); next != null; next = in.getNextEntry()) {
                if (next.getName().equals(name)) {
                    return in.readAllBytes();
                }
            }
        }
        throw new IllegalArgumentException("no " + name);
    }

    @Test
    void versionIsOfTheContentNotOfTheTime() {
        assertThat(artifact(1).version()).isEqualTo(artifact(2).version());
        assertThat(ModelArtifactFormat.write(artifact(1))).isEqualTo(ModelArtifactFormat.write(artifact(1)));
    }

    private static byte[] with(String entry, byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(ModelArtifactFormat.write(artifact(1))));
                ZipOutputStream out = new ZipOutputStream(bytes)) {
            for (ZipEntry next = in.getNextEntry(); next != null; next = in.getNextEntry()) {
                out.putNextEntry(new ZipEntry(next.getName()));
                byte[] old = in.readAllBytes();
                out.write(next.getName().equals(entry) ? content : old);
                out.closeEntry();
            }
        }
        return bytes.toByteArray();
    }

    @Test
    void damagedWeightsAreRefused() {
        assertThatThrownBy(() -> ModelArtifactFormat.read("models/m.zip", with("network.bin", new byte[48])))
                .isInstanceOf(ModelArtifactException.class)
                .hasMessageContaining("models/m.zip is damaged: network.bin does not have the checksum");
    }

    @Test
    void futureFormatIsRefused() {
        byte[] future = "{\"format\": 7}".getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> ModelArtifactFormat.read("m", with("manifest.json", future)))
                .hasMessageContaining("has format 7, this version reads 1 to 5");
    }

    @Test
    void whatIsNoModelIsRefused() {
        assertThatThrownBy(() -> ModelArtifactFormat.read("m", new byte[] {1, 2, 3}))
                .hasMessageContaining("is no Tidewatch model");
    }

    @Test
    void directoryGivesTheNewestModelThatCanBeUsed(@TempDir Path directory) throws Exception {
        ModelDirectory models = new ModelDirectory(directory.resolve("models"));
        List<String> refused = new ArrayList<>();
        assertThat(models.newest(e -> refused.add(e.getMessage()))).isEmpty();
        models.add(artifact(1_000));
        Path newest = models.add(artifact(2_000));
        models.add(artifact(1_500));
        assertThat(models.newest(e -> refused.add(e.getMessage())))
                .get()
                .extracting(m -> m.provenance().createdAtMs())
                .isEqualTo(2_000L);
        assertThat(refused).isEmpty();
        Files.write(newest, new byte[] {0});
        assertThat(models.newest(e -> refused.add(e.getMessage())))
                .get()
                .extracting(m -> m.provenance().createdAtMs())
                .isEqualTo(1_500L);
        assertThat(refused).singleElement().asString().contains(newest.toString());
    }

    @Test
    void fileThatIsSetAsideIsKeptAndNoLongerAModel(@TempDir Path directory) throws Exception {
        ModelDirectory models = new ModelDirectory(directory);
        Path older = models.add(artifact(1_000));
        Path newer = models.add(artifact(2_000));
        byte[] content = Files.readAllBytes(newer);
        assertThat(models.newerIsAside(older)).isFalse();

        Path first = models.setAside(newer);
        models.add(artifact(2_000));
        Path second = models.setAside(newer);

        assertThat(models.files()).containsExactly(older);
        assertThat(models.newerIsAside(older)).isTrue();
        assertThat(first).isNotEqualTo(second).hasBinaryContent(content);
        assertThat(second).hasBinaryContent(content);
    }

    @Test
    void fileThatCannotBeReadIsNotTakenForADamagedOne(@TempDir Path directory) throws Exception {
        Path file = Files.createDirectory(directory.resolve("model-20260302T030000000Z-0123456789ab.zip"));

        assertThatThrownBy(() -> new ModelDirectory(directory).newest(e -> {}))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("model " + file + " cannot be read")
                .hasMessageContaining("make it readable");
    }
}
