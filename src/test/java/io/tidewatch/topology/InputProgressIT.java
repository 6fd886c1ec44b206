package io.tidewatch.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidewatch.embedded.EmbeddedBroker;
import io.tidewatch.embedded.EmbeddedRegistry;
import io.tidewatch.registry.ConfluentRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The progress that Kafka's own metrics tell, on a real broker. */
class InputProgressIT {
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final int RECORDS = 50;

    private static void send(EmbeddedBroker broker, Readings readings) {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers(), "transactional.id", "readings"),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            for (int i = 0; i < RECORDS; i++) {
                byte[] value = readings.value("pump-1", 1_600_000_000_000L + i * TestSpecs.STEP_MS, 40);
                producer.send(new ProducerRecord<>(TestSpecs.INPUT, value));
            }
            producer.commitTransaction();
        }
    }

    @Test
    void nothingWaitsOnceAllIsReadThoughTopicsEndWithTheMarksOfTransactions(@TempDir Path state) throws Exception {
        TopologySpec spec = TestSpecs.steps(Optional.of("sensor"));
        try (EmbeddedBroker broker = EmbeddedBroker.start();
                EmbeddedRegistry embedded = EmbeddedRegistry.start();
                ConfluentRegistry registry = new ConfluentRegistry(List.of(embedded.url()), Map.of())) {
            for (String topic : List.of(TestSpecs.INPUT, TestSpecs.ALERTS, TestSpecs.DEAD_LETTERS)) {
                broker.createTopic(topic, 1, Map.of());
            }
            Properties settings =
                    StreamsSettings.of("progress", state, Map.of("bootstrap.servers", broker.bootstrapServers()));
            Recorder recorder = new Recorder();
            PatientRegistry patient = new PatientRegistry(registry, recorder);
            try (DetectorStreams streams = new DetectorStreams(
                    spec, settings, patient, new ModelHolder(), (entity, window, localMs, normal) -> {}, recorder)) {
                assertThat(streams.progress().waiting()).isEqualTo(InputProgress.UNKNOWN);
                streams.start();
                send(broker, new Readings(registry));

                await().atMost(PATIENCE).until(() -> recorder.events.get() == RECORDS);
                await().atMost(PATIENCE).until(() -> streams.progress().waiting() == 0);
                // Each record is processed twice: where it is read, and in the task of its entity.
                await().atMost(PATIENCE).until(() -> streams.progress().processed() >= 2 * RECORDS);
                await().atMost(PATIENCE).until(() -> streams.progress().commits() > 0);
                assertThat(streams.progress().commitInterval()).isEqualTo(Duration.ofMillis(500));
            }
        }
    }
}
