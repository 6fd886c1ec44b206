package io.tidewatch.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidewatch.Alert;
import io.tidewatch.detector.DetectorSpec;
import io.tidewatch.detector.EntityStateFormat;
import io.tidewatch.detector.ScheduledModel;
import io.tidewatch.detector.StepResult;
import io.tidewatch.event.Event;
import io.tidewatch.inference.CompiledScorer;
import io.tidewatch.inference.SideInput;
import io.tidewatch.model.Activation;
import io.tidewatch.model.Calibration;
import io.tidewatch.model.DenseLayer;
import io.tidewatch.model.InputLayout;
import io.tidewatch.model.ModelArtifact;
import io.tidewatch.model.ModelSpec;
import io.tidewatch.model.Network;
import io.tidewatch.model.Provenance;
import io.tidewatch.model.TrainedNetwork;
import io.tidewatch.topology.state.EntityStore;
import io.tidewatch.topology.state.MemoryBudget;
import io.tidewatch.window.Aggregate;
import io.tidewatch.window.FeatureSpec;
import io.tidewatch.window.FromSource;
import io.tidewatch.window.Outage;
import io.tidewatch.window.SourceTime;
import io.tidewatch.window.SourcedEvent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntConsumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The processor between its stores; a restart is another processor on the same stores. */
class DetectProcessorTest {
    private static final long STEP = TestSpecs.STEP_MS;
    private static final long NOW = 1_700_000_000_000L;
    private static final int STEPS = 600;
    private static final TopologySpec TOPOLOGY = TestSpecs.steps(Optional.empty());
    private static final DetectorSpec SPEC = TOPOLOGY.detector();
    private static final FeatureSpec LOAD = new FeatureSpec("load", Aggregate.MEAN);

    @TempDir
    private Path directory;

    private final Recorder recorder = new Recorder();
    private final List<Alert> forwarded = new ArrayList<>();
    private final List<ConsumerRecord<byte[], byte[]>> changelog = new ArrayList<>();
    private List<StateStore> stores = List.of();
    private EntityStore entities;
    /** Comes back whole wherever the task goes on. */
    private StateStore outages;

    private StateStore activation;

    private MockProcessorContext<byte[], Detected> context;
    private Processor<byte[], FromSource, byte[], Detected> processor;
    private final ModelHolder models = new ModelHolder();
    private long sourceTimeMs;

    @BeforeEach
    void openStores() {
        sourceTimeMs = 0;
        outages = StoredOutages.builder(DetectSupplier.OUTAGES)
                .withLoggingDisabled()
                .build();
        activation = StoredActivation.builder(DetectSupplier.ACTIVATION)
                .withLoggingDisabled()
                .build();
        openStores(
                Stores.inMemoryKeyValueStore("recents").get(),
                Stores.inMemoryKeyValueStore("histories").get());
        changelog.clear();
    }

    private void openStores(KeyValueStore<Bytes, byte[]> recents, KeyValueStore<Bytes, byte[]> histories) {
        entities = new EntityStore(
                DetectSupplier.ENTITIES,
                () -> new EntityStateFormat(SPEC, TOPOLOGY.features()),
                recents,
                histories,
                new MemoryBudget(1, 1, 0),
                task -> (key, record) -> changelog.add(new ConsumerRecord<>(
                        "changelog",
                        0,
                        changelog.size(),
                        EntityStore.numbered(key, record.number()).get(),
                        record.bytes())));
        stores = List.of(entities, outages, activation);
        start();
        stores.forEach(store -> store.init(context.getStateStoreContext(), store));
        processor.init(context);
    }

    private void commit() {
        entities.flushCache();
        takeForwarded();
    }

    private void takeForwarded() {
        context.forwarded()
                .forEach(forward ->
                        forwarded.add(((Detected.Raised) forward.record().value()).alert()));
        context.resetForwards();
    }

    private void start() {
        Properties settings = new Properties();
        settings.put("application.id", "d");
        settings.put("bootstrap.servers", "127.0.0.1:1");
        context = new MockProcessorContext<>(settings, new TaskId(0, 0), directory.toFile());
        context.setCurrentSystemTimeMs(NOW);
        stores.forEach(context::addStateStore);
        processor = new DetectSupplier(
                        TOPOLOGY, models, new Learning.Handed((entity, window, localMs, normal) -> {}), recorder)
                .get();
    }

    /** The task is closed, and opened again on the same disk. */
    private void restart() {
        commit();
        entities.commit(Map.of());
        entities.clearCache();
        start();
        processor.init(context);
    }

    /** The process dies; the task goes on elsewhere. */
    private void moveElsewhere() {
        commit();
        openStores(
                Stores.inMemoryKeyValueStore("recents").get(),
                Stores.inMemoryKeyValueStore("histories").get());
        entities.restore(compacted());
        start();
        processor.init(context);
    }

    /** The newest of each key, in their order. */
    private List<ConsumerRecord<byte[], byte[]>> compacted() {
        Map<Bytes, ConsumerRecord<byte[], byte[]>> newest = new LinkedHashMap<>();
        for (ConsumerRecord<byte[], byte[]> record : changelog) {
            newest.remove(Bytes.wrap(record.key()));
            newest.put(Bytes.wrap(record.key()), record);
        }
        return List.copyOf(newest.values());
    }

    /** Two entities, a spike, then one of them silent; the same numbers on every call. */
    private void feed(int step) {
        Random noise = new Random(step);
        send("a", step * STEP, step == 380 ? 95 : 40 + 2 * noise.nextGaussian());
        if (step < 450) {
            send("b", step * STEP + 500, 10 + noise.nextGaussian());
        }
    }

    private void send(String entity, long atMs, double load) {
        Event event = new Event(entity, atMs, load);
        sourceTimeMs = Math.max(sourceTimeMs, atMs);
        processor.process(new Record<>(
                Readings.key(entity), new SourcedEvent(event, SourceIds.of("readings", 0), sourceTimeMs), NOW));
        takeForwarded();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 75, 451})
    void restartChangesNoStepNorAlert(int every) {
        disturbanceChangesNothing(every, this::restart, this::feed);
        assertThat(forwarded).extracting(Alert::getEntity).contains("a", "b");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 75, 451})
    void moveToAnotherProcessChangesNoStepNorAlert(int every) {
        disturbanceChangesNothing(every, this::moveElsewhere, this::feed);
        assertThat(forwarded).extracting(Alert::getEntity).contains("a", "b");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 459, 480, 499, 500})
    void restartInAnOutageChangesNoStepNorAlert(int every) {
        disturbanceChangesNothing(every, this::restart, this::feedOutage);
        assertThat(forwarded).extracting(Alert::getEntity).contains("a").doesNotContain("c", "d");
    }

    /** Four entities that fall silent together, and come back; one of them speaks for all. */
    private void feedOutage(int step) {
        Random noise = new Random(step);
        if (step < 460 || step >= 500) {
            for (String entity : List.of("a", "b", "c", "d")) {
                send(entity, step * STEP, 40 + 2 * noise.nextGaussian());
            }
            return;
        }
        SourceTime time = new SourceTime(
                SourceIds.of("readings", 0), step * STEP, true, Outage.since(459 * STEP, "a".hashCode()));
        processor.process(new Record<>(new byte[4], time, NOW));
        takeForwarded();
    }

    private void disturbanceChangesNothing(int every, Runnable disturbance, IntConsumer feed) {
        for (int step = 0; step < STEPS; step++) {
            feed.accept(step);
        }
        commit();
        List<StepResult> undisturbedSteps = List.copyOf(recorder.steps);
        List<Alert> undisturbed = List.copyOf(forwarded);
        recorder.steps.clear();
        forwarded.clear();

        openStores();
        for (int step = 0; step < STEPS; step++) {
            feed.accept(step);
            commit();
            if (step % every == 0) {
                disturbance.run();
            }
        }

        assertThat(List.copyOf(recorder.steps)).isEqualTo(undisturbedSteps);
        assertThat(forwarded).isEqualTo(undisturbed);
    }

    @Test
    void statesThatLeaveTheHeapWhileTheirStepsWaitChangeNoStepNorAlert() {
        feedCrowd(this::commit);
        Set<StepResult> settledBefore = Set.copyOf(recorder.steps);
        List<Alert> alerts = List.copyOf(forwarded);
        assertThat(alerts).extracting(Alert::getEntity).contains("a");
        recorder.steps.clear();
        forwarded.clear();

        openStores();
        feedCrowd(() -> {});

        assertThat(Set.copyOf(recorder.steps)).isEqualTo(settledBefore);
        assertThat(forwarded).isEqualTo(alerts);
    }

    /**
     * A spike whose steps close, and then, before the commit, events of more entities than the heap holds, most of
     * which
     * close no step: those that wait are fewer than are scored together.
     */
    private void feedCrowd(Runnable beforeTheCrowd) {
        Random noise = new Random(2);
        for (int step = 0; step < 420; step++) {
            send("a", step * STEP, step >= 380 && step < 383 ? 95 : 40 + 2 * noise.nextGaussian());
            beforeTheCrowd.run();
            for (int i = 0; step >= 379 && step < 386 && i < 3 * MemoryBudget.FEWEST; i++) {
                send("stranger-" + i, step / 4 * 4 * STEP, 10 + noise.nextGaussian());
            }
            commit();
        }
    }

    @Test
    void downtimeIsNotSilence() {
        for (int step = 0; step < 400; step++) {
            feed(step);
        }
        commit();
        int before = recorder.steps.size();

        start();
        context.setCurrentSystemTimeMs(NOW + 86_400_000L);
        processor.init(context);
        context.scheduledPunctuators().get(0).getPunctuator().punctuate(NOW + 86_401_000L);

        assertThat(recorder.steps).hasSize(before);
    }

    @Test
    void jumpOfADayIsTakenInPieces() {
        int crowd = 300;
        for (int step = 0; step < 40; step++) {
            for (int i = 0; i < crowd; i++) {
                send("pump-" + i, step * STEP, 10);
            }
        }
        commit();
        int before = recorder.steps.size();
        sourceTimeMs += 86_400_000;

        send("late-riser", sourceTimeMs, 10);
        commit();
        int mostAtOnce = recorder.steps.size() - before;
        assertThat(mostAtOnce).isBetween(256, 256 + 2 * 128);
        MockProcessorContext.CapturedPunctuator look =
                context.scheduledPunctuators().get(0);
        for (int looks = 0; looks < 40; looks++) {
            int known = recorder.steps.size();
            look.getPunctuator().punctuate(NOW);
            commit();
            mostAtOnce = Math.max(mostAtOnce, recorder.steps.size() - known);
        }

        assertThat(mostAtOnce).isLessThan(2_048 + 2 * 128);
        // One step was open; four windows of empty ones make an entity dormant.
        assertThat(recorder.steps).hasSize(before + crowd * (1 + 4 * 32));
    }

    @Test
    void modelIsTakenIntoUseBetweenRecords() {
        for (int step = 0; step < 100; step++) {
            feed(step);
        }
        commit();
        assertThat(recorder.steps)
                .extracting(StepResult::phase)
                .doesNotContain(StepResult.Phase.FULL)
                .contains(StepResult.Phase.WITHOUT_MODEL);
        recorder.steps.clear();

        setModel(LOAD);
        for (int step = 100; step < 110; step++) {
            feed(step);
        }
        commit();

        assertThat(recorder.steps).extracting(StepResult::phase).containsOnly(StepResult.Phase.FULL);
    }

    @Test
    void modelOfOtherFeaturesEndsTheTask() {
        setModel(new FeatureSpec("speed", Aggregate.MEAN));
        assertThatThrownBy(() -> feed(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("speed");
    }

    @Test
    void movedTaskWaitsUntilTheInstanceKnowsTheModelThatTheTaskHasUsed() {
        setModel(LOAD, 5);
        feed(0);
        commit();
        setModel(LOAD, 4);
        StoredActivation moved = new StoredActivation(store());

        CompletableFuture<Void> opened = CompletableFuture.runAsync(() -> moved.await(models));
        assertThat(opened).isNotDone();
        setModel(LOAD, 5);

        assertThat(opened).succeedsWithin(Duration.ofSeconds(20));
    }

    @Test
    void taskThatUsedNoModelOfTheTopicWaitsForNone() {
        setModel(LOAD, ScheduledModel.NO_ACTIVATION);
        feed(0);
        commit();
        models.set(List.of());

        new StoredActivation(store()).await(models);
    }

    @SuppressWarnings("unchecked")
    private KeyValueStore<byte[], byte[]> store() {
        return (KeyValueStore<byte[], byte[]>) activation;
    }

    private void setModel(FeatureSpec feature) {
        setModel(feature, ScheduledModel.NO_ACTIVATION);
    }

    /** A model that always answers the usual value. */
    private void setModel(FeatureSpec feature, long activationOffset) {
        InputLayout layout = new InputLayout(32, 1, new SideInput(List.of()).width());
        DenseLayer layer = new DenseLayer(
                new float[layout.width()][layout.cells()], new float[layout.cells()], Activation.IDENTITY);
        TrainedNetwork trained = new TrainedNetwork(new Network(layout, List.of(layer)), new byte[] {1}, 0);
        ModelArtifact artifact = ModelArtifact.of(
                ModelSpec.DEFAULT,
                List.of(feature),
                List.of(),
                trained,
                Calibration.NONE,
                new Provenance(0, -1, 1, 1, 7, 0, 0, Map.of(), Map.of()));
        models.set(List.of(new ScheduledModel(
                artifact, CompiledScorer.compile(trained.network()), ScheduledModel.AT_ONCE, activationOffset)));
    }
}
