package io.tidewatch.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewatch.embedded.EmbeddedBroker;
import io.tidewatch.embedded.EmbeddedRegistry;
import io.tidewatch.event.Extraction.Rejected;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.errors.TaskCorruptedException;
import org.apache.kafka.streams.processor.TaskId;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A task that Streams takes for corrupted, as when a broker is away at a commit, loses no record. */
class CorruptedTaskIT {
    private static final int RECORDS = 6_000;
    private static final Set<Integer> FAILS_AT = Set.of(400, 1_700, 3_100);

    /** Has the task at work taken for corrupted at some records, each once. */
    private static final class Corruption implements TopologyObserver {
        private final AtomicInteger seen = new AtomicInteger();
        private final AtomicInteger happened = new AtomicInteger();

        @Override
        public void rejected(String topic, int partition, Rejected why) {
            if (FAILS_AT.contains(seen.incrementAndGet())) {
                happened.incrementAndGet();
                throw new TaskCorruptedException(Set.of(new TaskId(0, partition)));
            }
        }
    }

    @Test
    void corruptedTaskReadsOnFromItsLastCommitAndSkipsNoRecord(@TempDir Path state) throws Exception {
        TopologySpec spec = TestSpecs.over("corrupted");
        Corruption corruption = new Corruption();
        try (EmbeddedBroker broker = EmbeddedBroker.start();
                EmbeddedRegistry registry = EmbeddedRegistry.start()) {
            for (String topic : List.of(spec.inputTopics().get(0), spec.alertsTopic(), spec.deadLettersTopic())) {
                broker.createTopic(topic, 1, Map.of());
            }
            send(broker, spec);
            List<ConsumerRecord<byte[], byte[]>> letters = new ArrayList<>();
            TopicPartition letterTopic = new TopicPartition(spec.deadLettersTopic(), 0);
            try (DetectorStreams streams = PipelineProcess.open(
                            broker.bootstrapServers(), registry.url(), "corrupted", state, corruption);
                    KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                            Map.of("bootstrap.servers", broker.bootstrapServers(), "isolation.level", "read_committed"),
                            new ByteArrayDeserializer(),
                            new ByteArrayDeserializer())) {
                consumer.assign(List.of(letterTopic));
                consumer.seekToBeginning(List.of(letterTopic));
                streams.start();
                Awaitility.await()
                        .atMost(Duration.ofMinutes(2))
                        .dontCatchUncaughtExceptions()
                        .until(() -> {
                            consumer.poll(Duration.ofMillis(100)).forEach(letters::add);
                            return letters.stream().anyMatch(letter -> offset(letter) == RECORDS - 1);
                        });
                assertThat(streams.fault()).isEmpty();
            }
            assertThat(corruption.happened).hasValue(FAILS_AT.size());
            // Letters may come twice: unlike after a true fault, the transaction at hand could be committed, and
            // Streams does.
            assertThat(letters.stream().map(CorruptedTaskIT::offset).distinct())
                    .containsExactlyElementsOf(
                            IntStream.range(0, RECORDS).boxed().toList());
        }
    }

    private static void send(EmbeddedBroker broker, TopologySpec spec) {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (int i = 0; i < RECORDS; i++) {
                producer.send(new ProducerRecord<>(spec.inputTopics().get(0), Readings.key("pump"), new byte[] {9}));
            }
        }
    }

    private static int offset(ConsumerRecord<byte[], byte[]> letter) {
        return Integer.parseInt(
                new String(letter.headers().lastHeader("tidewatch.offset").value(), StandardCharsets.UTF_8));
    }
}
