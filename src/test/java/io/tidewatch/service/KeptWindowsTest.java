package io.tidewatch.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tidewatch.detector.DetectorSpec;
import io.tidewatch.inference.CompiledScorer;
import io.tidewatch.learning.ModelTraining;
import io.tidewatch.model.ModelKind;
import io.tidewatch.model.ModelSpec;
import io.tidewatch.model.ScorerKind;
import io.tidewatch.model.artifact.ModelDirectory;
import io.tidewatch.model.training.Dl4jTrainer;
import io.tidewatch.topology.ModelHolder;
import io.tidewatch.window.Aggregate;
import io.tidewatch.window.FeatureSpec;
import io.tidewatch.window.StepSpec;
import io.tidewatch.window.Steps;
import io.tidewatch.window.Window;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Learning of a first model over a stop. */
class KeptWindowsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final DetectorSpec SPEC = new DetectorSpec(
            "d",
            List.of(new FeatureSpec("x", Aggregate.MEAN)),
            List.of(),
            StepSpec.EVENT,
            8,
            ZoneOffset.UTC,
            0.1,
            new ModelSpec(ModelKind.AUTOENCODER, List.of(8, 4, 8), 2, 32, 3e-3, 1));

    @TempDir
    Path directory;

    private final ModelSwap models = new ModelSwap(
            new ModelHolder(),
            new SimpleMeterRegistry(),
            ScorerKind.COMPILED,
            trained -> CompiledScorer.compile(trained.network()));
    private final Window window = new Window(8, 1, 0);
    private final Random random = new Random(4);
    private long step;

    KeptWindowsTest() {
        while (!window.full()) {
            next();
        }
    }

    private void next() {
        window.add(Steps.of(step * 60_000, random.nextGaussian()), step * 60_000);
        step++;
    }

    private ModelLearning started() {
        return new ModelLearning(
                SPEC,
                new ModelTraining(SPEC, new Dl4jTrainer(), CompiledScorer::compile),
                new ModelDirectory(directory),
                models);
    }

    private void show(ModelLearning learning, int windows) {
        for (int i = 0; i < windows; i++) {
            next();
            learning.sample("e", window, step * 60_000, true);
        }
    }

    private Path file() {
        return directory.resolve("first-windows.bin");
    }

    private void stopAfter(int windows) {
        try (ModelLearning learning = started()) {
            show(learning, windows);
        }
    }

    @Test
    void serviceStoppedAfterAHundredWindowsNeedsOnlyTheRemainingOnes() {
        stopAfter(100);

        try (ModelLearning again = started()) {
            assertThat(again.learning().windows()).isEqualTo(100);
            show(again, 28);
            await().atMost(PATIENCE).until(() -> !Files.exists(file()));
        }

        assertThat(Objects.requireNonNull(models.current()).provenance().windows())
                .isEqualTo(128);
        assertThat(file()).doesNotExist();
    }

    @Test
    void windowsOfSeveralStopsAddUpAndACrashLosesOnlyThoseSinceTheStart() {
        stopAfter(30);
        stopAfter(20);
        ModelLearning crashed = started();
        show(crashed, 10);

        try (ModelLearning again = started()) {
            assertThat(again.learning().windows()).isEqualTo(50);
        }
    }

    @Test
    void damagedFileIsNoReasonNotToStart() throws Exception {
        Files.write(file(), new byte[] {1, 2, 3});

        try (ModelLearning learning = started()) {
            assertThat(learning.learning().windows()).isZero();
        }
    }

    @Test
    void fileIsDeletedWhereThereIsAModel() {
        stopAfter(30);
        models.use(Fixtures.model(1));

        try (ModelLearning learning = started()) {
            assertThat(learning.learning().windows()).isZero();
        }

        assertThat(file()).doesNotExist();
    }
}
