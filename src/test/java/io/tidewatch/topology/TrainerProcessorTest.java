package io.tidewatch.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidewatch.detector.Detector;
import io.tidewatch.detector.DetectorSpec;
import io.tidewatch.detector.EntityState;
import io.tidewatch.detector.Outcomes;
import io.tidewatch.event.Event;
import io.tidewatch.inference.CompiledScorer;
import io.tidewatch.learning.ModelTraining;
import io.tidewatch.learning.SampleCutter;
import io.tidewatch.learning.TrainingResult;
import io.tidewatch.learning.TrainingSampleFormat;
import io.tidewatch.learning.TrainingSchedule;
import io.tidewatch.model.ModelArtifact;
import io.tidewatch.window.SourcedEvent;
import io.tidewatch.window.Watermark;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The trainer's task alone, with the trainer's own thread. */
class TrainerProcessorTest {
    private static final TopologySpec TOPOLOGY = TestSpecs.steps(Optional.empty());
    private static final DetectorSpec SPEC = TOPOLOGY.detector();
    private static final long START = 1_600_000_000_000L;

    @TempDir
    private Path directory;

    private final AtomicReference<ModelArtifact> active = new AtomicReference<>();
    private final List<String> published = new CopyOnWriteArrayList<>();
    private final List<Long> fromMs = new CopyOnWriteArrayList<>();
    private final Recorder recorder = new Recorder();
    private CountDownLatch mayPublish = new CountDownLatch(0);
    private float answer;
    private TrainingThread thread;
    private KeyValueStore<byte[], byte[]> samples;
    private KeyValueStore<byte[], byte[]> state;
    private MockProcessorContext<Void, Void> context;
    private Processor<byte[], Detected.ToTrainer, Void, Void> processor;

    @AfterEach
    void stop() {
        processor.close();
        thread.close();
    }

    /** What one task sends of an entity: its windows, each followed by the time of its step. */
    private static List<Detected.ToTrainer> messages(int windows) {
        List<Detected.ToTrainer> messages = new ArrayList<>();
        TrainingSampleFormat format = new TrainingSampleFormat(SPEC);
        SampleCutter cutter = new SampleCutter(SPEC);
        Detector detector = new Detector(SPEC, (entity, window, localMs, normal) -> {
            messages.add(new SampledWindow(0, format.write(cutter.cut(entity, window, localMs))));
            messages.add(new SampleTime(0, window.startMs(window.steps() - 1)));
        });
        EntityState entity = detector.newEntity("a");
        Watermark watermark = new Watermark(Set.of(1));
        Random random = new Random(4);
        for (int i = 0; messages.size() < 2 * windows; i++) {
            long atMs = START + i * TestSpecs.STEP_MS;
            Event event = new Event("a", atMs, new double[] {random.nextGaussian()}, new String[0]);
            watermark.event(1, atMs);
            detector.onEvent(entity, new SourcedEvent(event, 1, atMs), watermark, atMs, new Outcomes() {});
        }
        return messages;
    }

    private static KeyValueStore<byte[], byte[]> store(String name) {
        return Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(name), Serdes.ByteArray(), Serdes.ByteArray())
                .withLoggingDisabled()
                .build();
    }

    /** Opens the task with what was stored. */
    private void open(List<KeyValue<byte[], byte[]>> ofSamples, List<KeyValue<byte[], byte[]>> ofState) {
        Properties settings = new Properties();
        settings.put("application.id", "d");
        settings.put("bootstrap.servers", "127.0.0.1:1");
        context = new MockProcessorContext<>(settings, new TaskId(1, 0), directory.toFile());
        samples = store(TrainerSupplier.SAMPLES);
        state = store(TrainerSupplier.TRAINER);
        for (KeyValueStore<byte[], byte[]> store : List.of(samples, state)) {
            store.init(context.getStateStoreContext(), store);
            context.addStateStore(store);
        }
        samples.putAll(ofSamples);
        state.putAll(ofState);
        thread = new TrainingThread(
                new ModelTraining(SPEC, new ConstantTrainer(answer), CompiledScorer::compile), this::publish, () -> 7);
        processor = new TrainerSupplier(
                        TOPOLOGY,
                        new Learning.Trained(
                                TrainingSchedule.ONLY_DOUBLINGS, thread, active::get, CompiledScorer::compile),
                        recorder)
                .get();
        processor.init(context);
    }

    private void publish(ModelArtifact model, long from) {
        try {
            mayPublish.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        active.set(model);
        published.add(model.version());
        fromMs.add(from);
    }

    private void send(List<Detected.ToTrainer> messages) {
        messages.forEach(message -> processor.process(new Record<>(new byte[0], message, 0)));
    }

    /** Lets wall-clock time pass until no training runs. */
    private void finish() {
        await().until(() -> {
            context.scheduledPunctuators().get(0).getPunctuator().punctuate(0);
            return recorder.trainer().running() == null;
        });
    }

    private static List<KeyValue<byte[], byte[]>> content(KeyValueStore<byte[], byte[]> store) {
        List<KeyValue<byte[], byte[]>> content = new ArrayList<>();
        try (var all = store.all()) {
            all.forEachRemaining(content::add);
        }
        return content;
    }

    @Test
    void modelsArePublishedForTheStepsAfterTheLastWindow() {
        open(List.of(), List.of());
        send(messages(300));
        finish();

        assertThat(published).hasSize(2).doesNotHaveDuplicates();
        long firstUntil = START + (31 + 127) * TestSpecs.STEP_MS;
        assertThat(fromMs).containsExactly(firstUntil + 32 * TestSpecs.STEP_MS, firstUntil + 160 * TestSpecs.STEP_MS);
        assertThat(active.get().provenance().heldOut().compared()).isTrue();
        assertThat(active.get().provenance().createdAtMs()).isEqualTo(7);
    }

    @Test
    void trainingThatACrashEndedIsDoneAgainElsewhereWithTheSameVersion() {
        List<Detected.ToTrainer> messages = messages(600);
        open(List.of(), List.of());
        send(messages);
        finish();
        List<String> undisturbed = List.copyOf(published);
        assertThat(undisturbed).hasSize(3);
        stop();
        published.clear();
        active.set(null);

        for (int at = 200; at < messages.size(); at += 190) {
            mayPublish = new CountDownLatch(1);
            open(List.of(), List.of());
            send(messages.subList(0, at));
            boolean begun = recorder.trainer().running() != null;
            List<KeyValue<byte[], byte[]>> ofSamples = content(samples);
            List<KeyValue<byte[], byte[]>> ofState = content(state);
            stop();
            mayPublish = new CountDownLatch(0);

            open(ofSamples, ofState);
            send(messages.subList(at, messages.size()));
            finish();

            assertThat(begun).isEqualTo(at > 2 * 128);
            assertThat(published).isEqualTo(undisturbed);
            stop();
            published.clear();
            active.set(null);
        }
        open(List.of(), List.of());
    }

    @Test
    void modelThatWasPublishedJustBeforeACrashIsNotTrainedAgain() {
        List<Detected.ToTrainer> messages = messages(200);
        open(List.of(), List.of());
        send(messages);
        await().until(() -> published.size() == 1);
        List<KeyValue<byte[], byte[]>> ofSamples = content(samples);
        List<KeyValue<byte[], byte[]>> ofState = content(state);
        stop();

        open(ofSamples, ofState);
        finish();

        assertThat(published).hasSize(1);
        assertThat(recorder.trainer().last().outcome()).isInstanceOf(TrainingOutcome.Ended.class);
    }

    @Test
    void challengerThatLosesIsReportedAndNotPublished() {
        open(List.of(), List.of());
        send(messages(200));
        finish();
        assertThat(published).hasSize(1);
        List<KeyValue<byte[], byte[]>> ofSamples = content(samples);
        List<KeyValue<byte[], byte[]>> ofState = content(state);
        stop();
        answer = 5;

        open(ofSamples, ofState);
        send(messages(300).subList(400, 600));
        finish();

        assertThat(published).hasSize(1);
        assertThat(recorder.trainer().last().outcome())
                .isInstanceOfSatisfying(TrainingOutcome.Ended.class, ended -> assertThat(ended.result())
                        .isInstanceOfSatisfying(TrainingResult.Lost.class, lost -> assertThat(
                                        lost.heldOut().challengerError())
                                .isGreaterThan(5 * lost.heldOut().activeError())));
    }

    @Test
    void detectorOfOtherFeaturesBeginsAnewAndCountsWindowsThatComeOfThoseBefore() {
        open(List.of(), List.of());
        send(messages(100));
        byte[] foreign = ((SampledWindow) messages(1).get(0)).sample();
        foreign[2]++;
        send(List.of(new SampledWindow(0, foreign), new SampleTime(0, START)));
        assertThat(recorder.trainer().intake().windows()).isEqualTo(99);
        assertThat(recorder.trainer().intake().samples().unfit()).isEqualTo(1);
        List<KeyValue<byte[], byte[]>> ofSamples = content(samples);
        List<KeyValue<byte[], byte[]>> ofState = content(state);
        // The fingerprint of what is measured.
        ofState.get(0).value[2]++;
        stop();

        open(ofSamples, ofState);
        send(List.of(new SampleTime(0, START + 10_000_000)));

        assertThat(recorder.trainer().intake().windows()).isZero();
        assertThat(content(samples)).isEmpty();
    }
}
