package io.tidewatch.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidewatch.embedded.EmbeddedBroker;
import io.tidewatch.embedded.EmbeddedRegistry;
import io.tidewatch.inference.CompiledScorer;
import io.tidewatch.learning.ModelTraining;
import io.tidewatch.learning.TrainingSchedule;
import io.tidewatch.model.ModelArtifact;
import io.tidewatch.registry.ConfluentRegistry;
import io.tidewatch.registry.IncompatibleSchemaException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two tasks and the trainer on a real broker. */
class TrainerIT {
    private static final Duration PATIENCE = Duration.ofSeconds(180);
    private static final int ENTITIES = 4;
    private static final int STEPS = 260;

    @TempDir
    private Path directory;

    private EmbeddedBroker broker;
    private EmbeddedRegistry embedded;
    private ConfluentRegistry registry;

    @BeforeEach
    void start() throws Exception {
        broker = EmbeddedBroker.start();
        embedded = EmbeddedRegistry.start();
        registry = new ConfluentRegistry(List.of(embedded.url()), Map.of());
    }

    @AfterEach
    void stop() {
        registry.close();
        embedded.close();
        broker.close();
    }

    /** One process of a detector, with the models that it published. */
    private final class Instance implements AutoCloseable {
        private final AtomicReference<ModelArtifact> active = new AtomicReference<>();
        private final List<String> published = new CopyOnWriteArrayList<>();
        private final CountDownLatch reached = new CountDownLatch(1);
        private final CountDownLatch mayPublish;
        private final Recorder recorder = new Recorder();
        private final TrainingThread thread;
        private final DetectorStreams streams;

        private Instance(String prefix, String state, boolean publishes) throws IncompatibleSchemaException {
            TopologySpec spec = TestSpecs.over(prefix);
            mayPublish = new CountDownLatch(publishes ? 0 : 1);
            thread = new TrainingThread(
                    new ModelTraining(spec.detector(), new ConstantTrainer(0), CompiledScorer::compile),
                    this::publish,
                    () -> 7);
            streams = new DetectorStreams(
                    spec,
                    StreamsSettings.of(
                            prefix, directory.resolve(state), Map.of("bootstrap.servers", broker.bootstrapServers())),
                    new PatientRegistry(registry, recorder),
                    new ModelHolder(),
                    new Learning.Trained(TrainingSchedule.ONLY_DOUBLINGS, thread, active::get, CompiledScorer::compile),
                    recorder);
            streams.start();
        }

        private void publish(ModelArtifact model, long fromMs) {
            reached.countDown();
            try {
                mayPublish.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            active.set(model);
            published.add(model.version());
        }

        private List<String> published() {
            await().atMost(PATIENCE).until(() -> published.size() == 3);
            return List.copyOf(published);
        }

        @Override
        public void close() {
            streams.close();
            thread.close();
        }
    }

    private void send(String prefix) throws Exception {
        TopologySpec spec = TestSpecs.over(prefix);
        broker.createTopic(spec.inputTopics().get(0), TestSpecs.PARTITIONS, Map.of());
        broker.createTopic(spec.alertsTopic(), TestSpecs.PARTITIONS, Map.of());
        broker.createTopic(spec.deadLettersTopic(), 1, Map.of());
        Readings readings = new Readings(registry);
        Random random = new Random(5);
        Properties settings = new Properties();
        settings.put("bootstrap.servers", broker.bootstrapServers());
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (int step = 0; step < STEPS; step++) {
                for (int e = 0; e < ENTITIES; e++) {
                    String entity = "pump-" + e;
                    byte[] value = readings.value(
                            entity, 1_600_000_000_000L + step * TestSpecs.STEP_MS, 40 + random.nextGaussian());
                    producer.send(new ProducerRecord<>(
                            spec.inputTopics().get(0), e % TestSpecs.PARTITIONS, Readings.key(entity), value));
                }
            }
        }
    }

    @Test
    void trainingThatEndedWithItsProcessIsDoneAgainByAnotherWithTheSameVersions() throws Exception {
        send("undisturbed");
        List<String> expected;
        try (Instance one = new Instance("undisturbed", "one", true)) {
            expected = one.published();
        }
        assertThat(expected).doesNotHaveDuplicates();

        send("moved");
        try (Instance first = new Instance("moved", "first", false)) {
            first.reached.await();
            // Once the windows that wait are committed, too.
            await().atMost(PATIENCE)
                    .until(() -> first.recorder.trainer().intake().samples().waiting() > 400);
        }
        try (Instance second = new Instance("moved", "second", true)) {
            assertThat(second.published()).isEqualTo(expected);
        }
    }
}
