package io.tidewatch.bench;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * What a detector's state takes, read from its changelogs.
 *
 * @param bytes of the state: keys and newest values that hold everything, serialised, before compression
 * @param keptBytes of all newest values, those that hold changes too: what the changelogs keep once they are compacted
 * @param written records in the changelogs
 */
public record StoredState(long bytes, long keptBytes, long written) {
    /** Ends the keys of the records that hold everything, of the store of entities. */
    private static final byte WHOLE = 0;

    private static final String ENTITIES = "-entities-changelog";

    private static final Duration POLL = Duration.ofMillis(500);

    /** Reads everything committed in the changelogs of an application. */
    static StoredState of(Site site, String application) throws ExecutionException, InterruptedException {
        Set<String> changelogs = site.topics(application + "-").stream()
                .filter(topic -> topic.endsWith("-changelog"))
                .collect(Collectors.toSet());
        // By hash: a million keys must not fill this process's memory.
        Map<Long, Integer> sizes = new HashMap<>();
        Map<Long, Integer> changes = new HashMap<>();
        long written = 0;
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(site.reader(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = changelogs.stream()
                    .flatMap(topic -> consumer.partitionsFor(topic).stream())
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (!partitions.stream()
                    .allMatch(partition -> consumer.position(partition) >= ends.getOrDefault(partition, 0L))) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    written++;
                    long key = hash(record.topic().hashCode() * 31L + record.partition(), record.key());
                    boolean whole =
                            !record.topic().endsWith(ENTITIES) || record.key()[record.key().length - 1] == WHOLE;
                    (whole ? sizes : changes).put(key, record.key().length + record.value().length);
                }
            }
        }
        long bytes = sum(sizes);
        return new StoredState(bytes, bytes + sum(changes), written);
    }

    private static long sum(Map<Long, Integer> sizes) {
        return sizes.values().stream().mapToLong(Integer::longValue).sum();
    }

    private static long hash(long place, byte[] key) {
        long hash = place * 0x9E3779B97F4A7C15L ^ Arrays.hashCode(key);
        for (byte b : key) {
            hash = (hash ^ b) * 0x100000001B3L;
        }
        return hash;
    }
}
