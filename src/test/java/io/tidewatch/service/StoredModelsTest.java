package io.tidewatch.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tidewatch.detector.FeatureHistory;
import io.tidewatch.detector.FeatureSet;
import io.tidewatch.detector.MeasuredFeature;
import io.tidewatch.inference.SideInput;
import io.tidewatch.model.InputLayout;
import io.tidewatch.model.ModelArtifact;
import io.tidewatch.model.artifact.ModelDirectory;
import io.tidewatch.window.Aggregate;
import io.tidewatch.window.FeatureSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoredModelsTest {
    private static final int STEPS = Fixtures.SPEC.windowSteps();

    @TempDir
    private Path path;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    private ModelDirectory directory() {
        return new ModelDirectory(path);
    }

    private StoredModels stored() {
        return stored(FeatureHistory.onlyOf(features(Fixtures.SPEC.features())));
    }

    private StoredModels stored(FeatureHistory features) {
        return new StoredModels(directory(), Fixtures.SPEC, features, meters);
    }

    private static FeatureSet features(List<FeatureSpec> features) {
        return new FeatureSet(features.stream()
                .map(feature -> new MeasuredFeature(feature.name(), feature.aggregate(), feature.name()))
                .toList());
    }

    private Path add(int bias, int steps, long createdAtMs) throws IOException {
        return directory().add(model(bias, steps, createdAtMs));
    }

    private static ModelArtifact model(int bias, int steps, long createdAtMs) {
        return Fixtures.model(bias, new InputLayout(steps, 1, new SideInput(List.of()).width()), createdAtMs);
    }

    private static String version(int bias) {
        return model(bias, STEPS, 0).version();
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(path)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static void damage(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
    }

    @Test
    void newestIsChosen() throws IOException {
        add(1, STEPS, 1_000);
        add(2, STEPS, 2_000);
        StoredModels stored = stored();

        assertThat(stored.choose()).get().extracting(ModelArtifact::version).isEqualTo(version(2));
        assertThat(stored.remark()).isEmpty();
        assertThat(meters.get("tidewatch.models.damaged").gauge().value()).isZero();
    }

    @Test
    void damagedOnesAreSetAsideAndTheNextBestIsChosen() throws IOException {
        Path good = add(1, STEPS, 1_000);
        Path truncated = add(2, STEPS, 2_000);
        damage(truncated);
        Path empty = add(3, STEPS, 3_000);
        Files.write(empty, new byte[0]);
        StoredModels stored = stored();

        assertThat(stored.choose()).get().extracting(ModelArtifact::version).isEqualTo(version(1));

        assertThat(names())
                .containsExactly(
                        good.getFileName().toString(),
                        truncated.getFileName() + ".damaged",
                        empty.getFileName() + ".damaged");
        assertThat(stored.remark())
                .contains(truncated.getFileName().toString())
                .contains(empty.getFileName().toString())
                .contains("train a new model");
        assertThat(meters.get("tidewatch.models.damaged").gauge().value()).isEqualTo(2);
    }

    @Test
    void withoutAnotherOneThereIsNone() throws IOException {
        damage(add(1, STEPS, 1_000));

        assertThat(stored().choose()).isEmpty();
        assertThat(stored().choose()).isEmpty();
        assertThat(names()).singleElement().asString().endsWith(".damaged");
    }

    @Test
    void nextBestMustFitTheConfiguration() throws IOException {
        add(1, STEPS, 1_000);
        add(2, STEPS + 8, 2_000);
        damage(add(3, STEPS, 3_000));

        assertThat(stored().choose()).get().extracting(ModelArtifact::version).isEqualTo(version(1));
        assertThat(stored().choose())
                .as("at the next start, too")
                .get()
                .extracting(ModelArtifact::version)
                .isEqualTo(version(1));
    }

    @Test
    void newestThatDoesNotFitIsForTheUserToDecide() throws IOException {
        add(1, STEPS, 1_000);
        Path other = add(2, STEPS + 8, 2_000);

        assertThat(stored().choose())
                .get()
                .extracting(model -> model.trained().network().layout().steps())
                .isEqualTo(STEPS + 8);
        assertThat(other).exists();
    }

    @Test
    void modelOfFeaturesOfBeforeIsPassedOver() throws IOException {
        Path file = add(1, STEPS, 1_000);
        FeatureSet before = features(Fixtures.SPEC.features());
        FeatureSet now = features(List.of(new FeatureSpec("heat", Aggregate.MEAN)));

        assertThat(stored(new FeatureHistory(now, List.of(before, now))).choose())
                .isEmpty();
        assertThat(file).exists();
        assertThat(stored(new FeatureHistory(before, List.of(before, now))).choose())
                .isPresent();
        assertThat(stored(FeatureHistory.onlyOf(now)).choose())
                .as("of features that the detector never had: for the user to decide")
                .isPresent();
    }

    @Test
    void inADirectoryThatIsReadOnlyDamagedOnesStayWhereTheyAre() throws IOException {
        add(1, STEPS, 1_000);
        Path damaged = add(2, STEPS, 2_000);
        damage(damaged);
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("r-xr-xr-x"));
        try {
            Assumptions.assumeFalse(Files.isWritable(path), "the superuser may write anywhere");
            assertThat(stored().choose())
                    .get()
                    .extracting(ModelArtifact::version)
                    .isEqualTo(version(1));
            assertThat(damaged).exists();
        } finally {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }

    @Test
    void fileThatCannotBeReadIsNotDamagedButEndsTheStartWithTheRemedy() throws IOException {
        add(1, STEPS, 1_000);
        Path unreadable = Files.createDirectory(path.resolve("model-20260302T030000000Z-0123456789ab.zip"));

        assertThatThrownBy(() -> stored().choose())
                .isInstanceOf(IOException.class)
                .hasMessageContaining(unreadable.toString())
                .hasMessageContaining("make it readable");
        assertThat(unreadable).exists();
    }
}
