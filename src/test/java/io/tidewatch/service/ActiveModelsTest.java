package io.tidewatch.service;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tidewatch.detector.FeatureHistory;
import io.tidewatch.detector.FeatureSet;
import io.tidewatch.detector.ScheduledModel;
import io.tidewatch.model.InputLayout;
import io.tidewatch.model.ModelArtifact;
import io.tidewatch.model.ScorerKind;
import io.tidewatch.model.artifact.ModelArtifactFormat;
import io.tidewatch.model.artifact.ModelDirectory;
import io.tidewatch.model.catalog.ArtifactHeader;
import io.tidewatch.model.catalog.CatalogFold;
import io.tidewatch.model.catalog.CatalogFormat;
import io.tidewatch.model.catalog.CatalogKey;
import io.tidewatch.model.catalog.ModelActivation;
import io.tidewatch.model.catalog.Stamp;
import io.tidewatch.model.catalog.TrustedKeys;
import io.tidewatch.topology.ModelHolder;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ActiveModelsTest {
    private static final Stamp STAMP = new Stamp(7, "trainer");
    private static final ModelArtifact FIRST = Fixtures.fitting(1);
    private static final ModelArtifact SECOND = Fixtures.fitting(2);
    private static final ModelArtifact THIRD = Fixtures.fitting(3);

    @TempDir
    private Path directory;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final ModelHolder holder = new ModelHolder();
    private final ModelSwap swap = new ModelSwap(holder, meters, ScorerKind.COMPILED, trained -> {
        throw new AssertionError("the training library is asked about a shared model");
    });
    private final CatalogFold topic = new CatalogFold("pumps.models", 1 << 20);
    private Optional<ModelActivation> newest = Optional.empty();
    private long offset;
    private ActiveModels active;

    @BeforeEach
    void start() {
        active = instance(swap);
    }

    private ActiveModels instance(ModelSwap of) {
        FeatureSet features = FeatureSet.of(Fixtures.SPEC, List.of("load"));
        return new ActiveModels(
                Fixtures.SPEC,
                FeatureHistory.onlyOf(features),
                TrustedKeys.NONE,
                of,
                new ActiveModels.Copies(new ModelDirectory(directory), 2),
                meters);
    }

    private void publish(ModelArtifact model, byte[] artifact) {
        ArtifactHeader header = ArtifactHeader.of(model.version(), ModelArtifactFormat.write(model), STAMP);
        add(new CatalogKey.Chunk(model.version(), 0).text(), artifact);
        add(new CatalogKey.Header(model.version()).text(), CatalogFormat.write(header));
    }

    private void activate(ModelArtifact model, OptionalLong fromMs) {
        ModelActivation now = ModelActivation.after(newest, model.version(), fromMs, STAMP);
        newest = Optional.of(now);
        add(CatalogKey.ACTIVE.text(), CatalogFormat.write(now));
    }

    private void add(String key, byte[] value) {
        assertThat(topic.add(offset++, key.getBytes(UTF_8), value)).isEmpty();
    }

    private void publishActive(ModelArtifact model, OptionalLong fromMs) {
        publish(model, ModelArtifactFormat.write(model));
        activate(model, fromMs);
    }

    @Test
    void activeModelComesIntoUseAndItsCopyIsStored() throws Exception {
        publishActive(FIRST, OptionalLong.of(60_000));
        active.changed(topic.catalog());

        assertThat(holder.scheduled()).singleElement().satisfies(model -> {
            assertThat(model.artifact().version()).isEqualTo(FIRST.version());
            assertThat(model.fromMs()).isEqualTo(60_000);
            assertThat(model.activation()).isEqualTo(offset - 1);
        });
        assertThat(new ModelDirectory(directory).files()).hasSize(1);
        assertThat(active.problem()).isEmpty();
        assertThat(active.isActive(FIRST.version())).isTrue();
    }

    @Test
    void onlyTheNewestCopiesStay() throws Exception {
        for (ModelArtifact model : List.of(FIRST, SECOND, THIRD)) {
            publishActive(model, OptionalLong.empty());
            active.changed(topic.catalog());
        }

        assertThat(new ModelDirectory(directory).files()).hasSize(2);
    }

    @Test
    void modelsOfBeforeScoreUntilTheStepOfTheirSuccessorAlsoAfterARestart() {
        publishActive(FIRST, OptionalLong.of(60_000));
        active.changed(topic.catalog());
        publishActive(SECOND, OptionalLong.of(120_000));
        active.changed(topic.catalog());
        publishActive(THIRD, OptionalLong.of(180_000));
        active.changed(topic.catalog());
        List<String> running = versions(holder);

        ModelHolder afterRestart = new ModelHolder();
        instance(new ModelSwap(afterRestart, new SimpleMeterRegistry(), ScorerKind.COMPILED, trained -> null))
                .changed(topic.catalog());

        assertThat(running).containsExactly(THIRD.version(), SECOND.version(), FIRST.version());
        assertThat(versions(afterRestart)).isEqualTo(running);
        assertThat(afterRestart.scheduled())
                .extracting(ScheduledModel::fromMs)
                .containsExactly(180_000L, 120_000L, 60_000L);
    }

    @Test
    void modelThatAPersonActivatesScoresAtOnceAndAlone() {
        publishActive(FIRST, OptionalLong.of(60_000));
        publishActive(SECOND, OptionalLong.of(120_000));
        active.changed(topic.catalog());
        activate(FIRST, OptionalLong.empty());
        active.changed(topic.catalog());

        assertThat(holder.scheduled()).singleElement().satisfies(model -> {
            assertThat(model.artifact().version()).isEqualTo(FIRST.version());
            assertThat(model.fromMs()).isEqualTo(ScheduledModel.AT_ONCE);
        });
    }

    @Test
    void refusedModelLeavesTheOneBeforeInUseAndSaysWhy() {
        publishActive(FIRST, OptionalLong.empty());
        active.changed(topic.catalog());
        byte[] flipped = ModelArtifactFormat.write(SECOND);
        flipped[flipped.length / 2] ^= 1;
        publish(SECOND, flipped);
        activate(SECOND, OptionalLong.empty());
        active.changed(topic.catalog());

        assertThat(versions(holder)).containsExactly(FIRST.version());
        assertThat(active.problem())
                .get()
                .asString()
                .contains(SECOND.version(), "checksum", "Version " + FIRST.version() + " stays in use.");
        assertThat(meters.get("tidewatch.models.refused").counter().count()).isEqualTo(1);

        activate(FIRST, OptionalLong.empty());
        active.changed(topic.catalog());
        assertThat(active.problem()).as("after a rollback").isEmpty();
    }

    @Test
    void modelOfAnotherWindowIsRefused() {
        ModelArtifact other = Fixtures.model(4, new InputLayout(16, 1, 4), 0);
        publishActive(other, OptionalLong.empty());
        active.changed(topic.catalog());

        assertThat(holder.scheduled()).isEmpty();
        assertThat(active.problem()).get().asString().contains("windows of 16 steps", "No model is in use.");
    }

    private static List<String> versions(ModelHolder holder) {
        return holder.scheduled().stream()
                .map(model -> model.artifact().version())
                .toList();
    }
}
