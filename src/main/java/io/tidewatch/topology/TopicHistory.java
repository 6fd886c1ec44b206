package io.tidewatch.topology;

import io.tidewatch.event.Event;
import io.tidewatch.event.Extraction;
import io.tidewatch.event.Extraction.Rejected;
import io.tidewatch.learning.EventSink;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.function.DoubleConsumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The events that a topic holds now, from its beginning to its end, read without a consumer group. */
public final class TopicHistory {
    private static final Duration POLL = Duration.ofMillis(200);

    private final Map<String, String> kafka;
    private final List<String> topics;

    /** @param kafka client properties, passed through */
    public TopicHistory(Map<String, String> kafka, List<String> topics) {
        this.kafka = Map.copyOf(kafka);
        this.topics = List.copyOf(topics);
    }

    /**
     * @param nowMs wall-clock time, for the check of event times
     * @param history takes the events, each with its source partition
     * @param progress receives the share of the records read, 0..1
     * @return what could not become events
     * @throws IllegalStateException when a topic does not exist, or the broker does not answer
     */
    public RejectedRecords read(RecordDecoder decoder, long nowMs, EventSink history, DoubleConsumer progress) {
        Properties settings = new Properties();
        settings.putAll(kafka);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = partitions(consumer);
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            long all = ends.values().stream().mapToLong(Long::longValue).sum();
            Set<TopicPartition> unread = new HashSet<>(partitions);
            history.sources(partitions.stream().map(TopicHistory::source).collect(Collectors.toSet()));
            noteEnded(consumer, ends, unread, history);
            RejectedRecords rejected = RejectedRecords.NONE;
            while (position(consumer, partitions) < all) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    Long end = ends.get(new TopicPartition(record.topic(), record.partition()));
                    if (end == null || record.offset() >= end) {
                        continue;
                    }
                    Extraction extraction = decoder.decode(record.key(), record.value(), record.timestamp(), nowMs);
                    if (extraction instanceof Event event) {
                        history.add(event, SourceIds.of(record.topic(), record.partition()));
                    } else if (extraction instanceof Rejected why) {
                        rejected = rejected.and(record, SchemaIdPlace.explain(why, record.value(), record.headers()));
                    }
                }
                noteEnded(consumer, ends, unread, history);
                progress.accept(Math.min(1, position(consumer, partitions) / (double) all));
            }
            return rejected;
        }
    }

    /** So that what is read to its end holds nobody up. */
    private static void noteEnded(
            KafkaConsumer<byte[], byte[]> consumer,
            Map<TopicPartition, Long> ends,
            Set<TopicPartition> unread,
            EventSink history) {
        unread.removeIf(partition -> {
            boolean ended = consumer.position(partition) >= ends.getOrDefault(partition, 0L);
            if (ended) {
                history.ended(source(partition));
            }
            return ended;
        });
    }

    private static int source(TopicPartition partition) {
        return SourceIds.of(partition.topic(), partition.partition());
    }

    /**
     * Records that could not become events.
     *
     * @param first where the first of them is, and why it is among them; empty when there is none
     */
    public record RejectedRecords(long count, String first) {
        private static final RejectedRecords NONE = new RejectedRecords(0, "");

        private RejectedRecords and(ConsumerRecord<?, ?> record, Rejected why) {
            String here =
                    record.topic() + "-" + record.partition() + " at offset " + record.offset() + ": " + why.detail();
            return new RejectedRecords(count + 1, first.isEmpty() ? here : first);
        }
    }

    private List<TopicPartition> partitions(KafkaConsumer<byte[], byte[]> consumer) {
        List<TopicPartition> partitions = new ArrayList<>();
        for (String topic : topics) {
            List<PartitionInfo> found = partitionsOf(topic, consumer);
            if (found == null || found.isEmpty()) {
                throw new IllegalStateException(
                        "Topic " + topic + " does not exist. Correct input.topics, or create it.");
            }
            found.forEach(partition -> partitions.add(new TopicPartition(topic, partition.partition())));
        }
        return partitions;
    }

    private List<PartitionInfo> partitionsOf(String topic, KafkaConsumer<byte[], byte[]> consumer) {
        try {
            return consumer.partitionsFor(topic);
        } catch (TimeoutException e) {
            throw new IllegalStateException(BrokerAddress.of(kafka).doesNotAnswer(), e);
        }
    }

    private static long position(KafkaConsumer<byte[], byte[]> consumer, List<TopicPartition> partitions) {
        return partitions.stream().mapToLong(consumer::position).sum();
    }
}
