package io.tidewatch.topology;

import io.tidewatch.Alert;
import io.tidewatch.registry.RegistryUnavailableException;
import io.tidewatch.registry.SchemaRegistry;
import io.tidewatch.registry.UnknownSchemaException;
import io.tidewatch.registry.WireFormat;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.avro.Schema;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.util.ClassSecurityValidator;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads an alerts topic as any consumer would: committed records only, schemas from the registry. */
public final class AlertFollower implements AutoCloseable {
    static {
        // Avro makes objects only of classes that are set as trusted; the alert's own are.
        ClassSecurityValidator.setGlobal(
                ClassSecurityValidator.composite(ClassSecurityValidator.getGlobal(), type -> type.getPackageName()
                        .equals(Alert.class.getPackageName())));
    }

    /** Long enough for a slow broker, short enough for somebody who waits before a terminal. */
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(15);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final SchemaRegistry registry;
    private final List<TopicPartition> partitions = new ArrayList<>();

    /**
     * @param fromBeginning whether to start with the oldest alert; otherwise with the next
     * @throws IllegalStateException when the topic does not exist, or the broker does not answer
     */
    public AlertFollower(Map<String, String> kafka, SchemaRegistry registry, String topic, boolean fromBeginning) {
        this.registry = registry;
        Properties settings = new Properties();
        settings.putAll(kafka);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        this.consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        try {
            partitionsOf(topic, kafka)
                    .forEach(partition -> partitions.add(new TopicPartition(topic, partition.partition())));
        } catch (RuntimeException e) {
            consumer.close();
            throw e;
        }
        consumer.assign(partitions);
        if (fromBeginning) {
            consumer.seekToBeginning(partitions);
        } else {
            consumer.seekToEnd(partitions);
        }
    }

    private List<PartitionInfo> partitionsOf(String topic, Map<String, String> kafka) {
        List<PartitionInfo> found;
        try {
            found = consumer.partitionsFor(topic, ANSWER_WITHIN);
        } catch (TimeoutException e) {
            throw new IllegalStateException(BrokerAddress.of(kafka).doesNotAnswer(), e);
        }
        if (found == null || found.isEmpty()) {
            throw new IllegalStateException(
                    "topic " + topic + " does not exist; 'tidewatch run' creates it when it starts");
        }
        return found;
    }

    /** The next alerts; empty when none came in time. */
    public List<Alert> poll(Duration wait) throws UnknownSchemaException, RegistryUnavailableException, IOException {
        List<Alert> alerts = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(wait)) {
            byte[] value = record.value();
            if (value == null || !WireFormat.matches(value)) {
                throw new IllegalStateException("record at " + record.topic() + "-" + record.partition() + "@"
                        + record.offset() + " is no alert; is this an alerts topic?");
            }
            Schema writer = registry.byId(WireFormat.schemaId(value));
            int start = WireFormat.HEADER_BYTES;
            alerts.add(new SpecificDatumReader<Alert>(writer, Alert.getClassSchema())
                    .read(null, DecoderFactory.get().binaryDecoder(value, start, value.length - start, null)));
        }
        return alerts;
    }

    /** Whether everything that the topic holds now has been read. */
    public boolean caughtUp() {
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        return partitions.stream()
                .allMatch(partition -> consumer.position(partition) >= ends.getOrDefault(partition, 0L));
    }

    @Override
    public void close() {
        consumer.close();
    }
}
