package io.tidewatch.topology;

import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.record.internal.AbstractRecords;
import org.apache.kafka.common.record.internal.CompressionType;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How large a record may be so that the producer, and an output topic, take it.
 *
 * <p>Sizes are looked at before a record is sent, for afterwards it is too late: a record that is refused, by the
 * producer or by the broker, takes its transaction with it (the producer can only abort), so that nothing can be sent
 * in its place. Where a topic refuses one all the same, because its limit was lowered since the start or could not be
 * asked for, the transaction is done again with a lower limit. Safe for many threads.
 */
final class OutputLimits {
    /** What Kafka takes unless a topic says otherwise, bytes. */
    static final int DEFAULT_LARGEST_MESSAGE = 1_048_588;

    private static final Logger LOG = LoggerFactory.getLogger(OutputLimits.class);
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(10);
    private static final byte MAGIC = RecordBatch.CURRENT_MAGIC_VALUE;

    private final long largestRequest;
    private final Compression compression;
    private final Map<String, Integer> largestMessages;
    /** Refusals that lowered a limit. */
    private final Set<Throwable> heeded = Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

    /**
     * @param largestRequest of the producer, bytes
     * @param compression of the producer
     * @param largestMessages bytes by topic; a topic that is not among them takes any
     */
    OutputLimits(long largestRequest, String compression, Map<String, Integer> largestMessages) {
        this.largestRequest = largestRequest;
        this.compression = Compression.of(compression).build();
        this.largestMessages = new ConcurrentHashMap<>(largestMessages);
    }

    /**
     * As the producer is configured and the broker says. Who may not ask it for a topic's configuration learns the
     * topic's limit from its first refusal.
     *
     * @param settings of the Kafka Streams application
     */
    static OutputLimits read(Properties settings, Collection<String> topics) {
        StreamsConfig config = new StreamsConfig(settings);
        Map<String, Object> client = config.getProducerConfigs("limits");
        client.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        client.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        ProducerConfig producer = new ProducerConfig(client);
        return new OutputLimits(
                Math.min(
                        producer.getInt(ProducerConfig.MAX_REQUEST_SIZE_CONFIG),
                        producer.getLong(ProducerConfig.BUFFER_MEMORY_CONFIG)),
                producer.getString(ProducerConfig.COMPRESSION_TYPE_CONFIG),
                ask(config.getAdminConfigs("limits"), topics));
    }

    private static Map<String, Integer> ask(Map<String, Object> client, Collection<String> topics) {
        List<ConfigResource> resources = topics.stream()
                .map(topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic))
                .toList();
        Map<String, Integer> limits = new HashMap<>();
        try (Admin admin = Admin.create(client)) {
            for (Map.Entry<ConfigResource, KafkaFuture<Config>> asked :
                    admin.describeConfigs(resources).values().entrySet()) {
                String topic = asked.getKey().name();
                try {
                    limits.put(
                            topic,
                            largestMessage(asked.getValue().get(ANSWER_WITHIN.toMillis(), TimeUnit.MILLISECONDS)));
                } catch (ExecutionException | TimeoutException e) {
                    LOG.atWarn()
                            .addKeyValue("topic", topic)
                            .addKeyValue(
                                    "error",
                                    e.getCause() == null
                                            ? "no answer"
                                            : e.getCause().getMessage())
                            .log("largest message of a topic not known; it is learned from what the broker refuses");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return limits;
    }

    static int largestMessage(Config config) {
        ConfigEntry entry = config.get(TopicConfig.MAX_MESSAGE_BYTES_CONFIG);
        return entry == null ? DEFAULT_LARGEST_MESSAGE : Integer.parseInt(entry.value());
    }

    /** Whether producer and topic take a record. */
    boolean fits(ProducerRecord<byte[], byte[]> record) {
        int bound = uncompressed(record);
        if (bound > largestRequest) {
            return false;
        }
        int limit = largestMessages.getOrDefault(record.topic(), Integer.MAX_VALUE);
        // What does not compress grows a little by the attempt.
        return bound <= 0.9 * limit || compressed(record) <= limit;
    }

    /** Heeds that a topic refused a record: from now on one of its size does not fit. */
    void refused(ProducerRecord<byte[], byte[]> record, RecordTooLargeException refusal) {
        int bytes = compressed(record);
        largestMessages.merge(
                record.topic(), bytes > DEFAULT_LARGEST_MESSAGE ? DEFAULT_LARGEST_MESSAGE : bytes / 2, Math::min);
        heeded.add(refusal);
    }

    /** Whether a fault is a refusal that will not come again, for the limit is lower now. */
    boolean heeded(Throwable fault) {
        return heeded.contains(fault);
    }

    /** As the producer measures it. */
    private static int uncompressed(ProducerRecord<byte[], byte[]> record) {
        return AbstractRecords.estimateSizeInBytesUpperBound(
                MAGIC, CompressionType.NONE, record.key(), record.value(), headers(record));
    }

    /** As the broker measures it: as a batch of its own, for the producer splits one of several that is too large. */
    private int compressed(ProducerRecord<byte[], byte[]> record) {
        return MemoryRecords.withRecords(
                        MAGIC, compression, new SimpleRecord(0, record.key(), record.value(), headers(record)))
                .sizeInBytes();
    }

    private static Header[] headers(ProducerRecord<byte[], byte[]> record) {
        return record.headers().toArray();
    }
}
