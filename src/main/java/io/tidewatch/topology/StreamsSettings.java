package io.tidewatch.topology;

import io.tidewatch.topology.state.RocksDbMemory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.streams.StreamsConfig;

/**
 * The properties of the Kafka Streams application: ours where correctness hangs on them, else the user's, else ours.
 */
public final class StreamsSettings {
    /**
     * How long a transaction may stay open. Streams' own default of 10 s leaves no time to wait for the registry inside
     * a record; this one is a plain producer's default, and a crashed instance delays readers of alerts by no more.
     */
    static final Duration TRANSACTION_TIMEOUT = Duration.ofSeconds(60);

    /** Room for the state of one entity with a large window, and for dead letters that came in compressed; bytes. */
    private static final int LARGEST_MESSAGE = 16 << 20;

    private static final String DROPS = "it could drop records unseen; Tidewatch dead-letters what it cannot read";

    /** Settings that the user's properties must not have, each with the reason. */
    private static final Map<String, String> REFUSED = Map.ofEntries(
            Map.entry(StreamsConfig.APPLICATION_ID_CONFIG, "it follows from the detector's name"),
            Map.entry(StreamsConfig.STATE_DIR_CONFIG, "set the state directory instead"),
            Map.entry(StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG, DROPS),
            Map.entry(StreamsConfig.PRODUCTION_EXCEPTION_HANDLER_CLASS_CONFIG, DROPS),
            Map.entry("default." + StreamsConfig.PRODUCTION_EXCEPTION_HANDLER_CLASS_CONFIG, DROPS),
            Map.entry(StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG, DROPS),
            Map.entry("default." + StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG, DROPS),
            Map.entry(StreamsConfig.ERRORS_DEAD_LETTER_QUEUE_TOPIC_NAME_CONFIG, "set the dead-letter topic instead"));

    private static final Map<String, String> FIXED = Map.of(
            StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2,
            ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed",
            StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, "true");

    private static final List<String> PREFIXES = List.of(
            "",
            StreamsConfig.CONSUMER_PREFIX,
            StreamsConfig.MAIN_CONSUMER_PREFIX,
            StreamsConfig.RESTORE_CONSUMER_PREFIX,
            StreamsConfig.PRODUCER_PREFIX);

    private StreamsSettings() {}

    /**
     * @param applicationId also names the consumer group, changelogs, transactions
     * @param stateDirectory where state stores lie on disk
     * @param kafka the user's own, passed through
     * @throws IllegalArgumentException when one of the user's would break correctness, naming each and the reason
     */
    public static Properties of(String applicationId, Path stateDirectory, Map<String, String> kafka) {
        refuse(kafka);
        Properties settings = new Properties();
        // What an entity's events changed is written to its changelog once per commit, and an alert is visible
        // one commit later: half a second costs no one, and is a fifth of the writes of the default, 100 ms.
        settings.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, "500");
        // No store is cached by Streams: the states in use are held as objects, see EntityStates.
        settings.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, "0");
        settings.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, RocksDbMemory.class);
        Map<String, String> producer = new HashMap<>();
        producer.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, Long.toString(TRANSACTION_TIMEOUT.toMillis()));
        // Right after a commit the broker may still be completing the transaction. One from Kafka 4.0 on holds the next
        // batch back by itself (KAFKA-18654); an older one turns it away for this long, doubled with each failure, up
        // to
        // a second. The default, 100 ms, is what the slowest alerts of a busy detector would wait for there.
        producer.put(ProducerConfig.RETRY_BACKOFF_MS_CONFIG, "5");
        // States and windows compress well.
        producer.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        producer.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Integer.toString(LARGEST_MESSAGE));
        // With the prefix ours would win over the user's without it.
        producer.keySet().removeAll(kafka.keySet());
        producer.forEach((key, value) -> settings.put(StreamsConfig.producerPrefix(key), value));
        settings.put(
                StreamsConfig.topicPrefix(TopicConfig.MAX_MESSAGE_BYTES_CONFIG), Integer.toString(LARGEST_MESSAGE));

        if (!kafka.containsKey(ConsumerConfig.GROUP_PROTOCOL_CONFIG)) {
            // A process that was killed comes back to its partitions after this time, not after the default's
            // 45 s. (The newer group protocols take it from the broker.)
            settings.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, "15000");
        }

        // New partitions of an input topic are seen after this time, not after the default's 5 minutes: until then, the
        // entities that the producer has moved to them seem to be silent.
        settings.put(CommonClientConfigs.METADATA_MAX_AGE_CONFIG, "30000");

        // There are no global stores; set, Streams does not warn at each start that it is not.
        settings.put(StreamsConfig.PROCESSING_EXCEPTION_HANDLER_GLOBAL_ENABLED_CONFIG, "true");

        settings.putAll(kafka);

        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, applicationId);
        settings.put(
                StreamsConfig.STATE_DIR_CONFIG, stateDirectory.toAbsolutePath().toString());
        // State, input position, alerts move together or not at all: no incident is lost or reported twice.
        settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        // A name that Streams made up would change with the topology, and the state would be lost.
        settings.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, "true");
        return settings;
    }

    private static void refuse(Map<String, String> kafka) {
        Map<String, String> faults = new TreeMap<>();
        for (String prefix : PREFIXES) {
            REFUSED.forEach((key, reason) -> {
                if (kafka.containsKey(prefix + key)) {
                    faults.put(prefix + key, reason);
                }
            });
            FIXED.forEach((key, value) -> {
                String set = kafka.get(prefix + key);
                if (set != null && !set.equals(value)) {
                    faults.put(prefix + key, "it must be " + value + ", not " + set);
                }
            });
        }
        if (!kafka.containsKey(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG)) {
            faults.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, "it is missing: host:port of a broker");
        }
        if (!faults.isEmpty()) {
            StringBuilder message = new StringBuilder();
            faults.forEach((key, reason) -> message.append(message.length() == 0 ? "" : "\n")
                    .append("kafka.")
                    .append(key)
                    .append(": ")
                    .append(reason));
            throw new IllegalArgumentException(message.toString());
        }
    }
}
