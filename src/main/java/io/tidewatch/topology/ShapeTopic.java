package io.tidewatch.topology;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The {@link StateShape} that the state was made with, in a small compacted topic beside its changelog: one record for
 * each of its values. So it survives the loss of the disk, as the state does.
 */
public final class ShapeTopic {
    private static final Duration POLL = Duration.ofMillis(100);

    private final Admin admin;
    private final Map<String, String> kafka;
    private final InternalTopics topics;
    private final short replicationFactor;

    /** @param replicationFactor of the topic when it is created; -1: the broker's default */
    public ShapeTopic(Admin admin, Map<String, String> kafka, InternalTopics topics, short replicationFactor) {
        this.admin = admin;
        this.kafka = Map.copyOf(kafka);
        this.topics = topics;
        this.replicationFactor = replicationFactor;
    }

    /**
     * What the state was made with; empty when there is no state, or an earlier release made it.
     *
     * @throws ExecutionException when the broker does not answer
     */
    public Optional<StateShape> read() throws ExecutionException, InterruptedException {
        List<String> present = List.copyOf(admin.listTopics().names().get());
        if (!present.contains(topics.shape()) || !present.contains(topics.entities())) {
            return Optional.empty();
        }
        Map<String, String> values = new LinkedHashMap<>();
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> changelog = consumer.partitionsFor(topics.entities()).stream()
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            if (consumer.endOffsets(changelog).values().stream().allMatch(end -> end == 0)) {
                return Optional.empty();
            }
            TopicPartition only = new TopicPartition(topics.shape(), 0);
            consumer.assign(List.of(only));
            consumer.seekToBeginning(List.of(only));
            long end = consumer.endOffsets(List.of(only)).getOrDefault(only, 0L);
            while (consumer.position(only) < end) {
                consumer.poll(POLL).forEach(record -> values.put(text(record.key()), text(record.value())));
            }
        }
        return values.isEmpty() ? Optional.empty() : Optional.of(new StateShape(values));
    }

    /**
     * Keeps the shape that state is made with from now on.
     *
     * @throws ExecutionException when the broker does not take it
     */
    public void write(StateShape shape) throws ExecutionException, InterruptedException {
        try {
            admin.createTopics(List.of(new NewTopic(
                                    topics.shape(),
                                    Optional.of(1),
                                    replicationFactor < 0 ? Optional.empty() : Optional.of(replicationFactor))
                            .configs(Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT))))
                    .all()
                    .get();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw e;
            }
        }
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.remove(ProducerConfig.TRANSACTIONAL_ID_CONFIG);
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (Map.Entry<String, String> value : shape.values().entrySet()) {
                producer.send(new ProducerRecord<>(topics.shape(), bytes(value.getKey()), bytes(value.getValue())))
                        .get();
            }
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
