package io.tidewatch.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.server.util.FileLock;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Materialized;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddedBrokerIT {

    private static EmbeddedBroker broker;

    @BeforeAll
    static void start() {
        broker = EmbeddedBroker.start();
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "zstd", "snappy", "lz4"})
    void committedTransactionsAreReadAndAbortedOnesAreNot(String compression) {
        String topic = "transactions-" + compression;
        broker.createTopic(topic, 1, Map.of());
        Map<String, Object> settings = new HashMap<>();
        settings.put("bootstrap.servers", broker.bootstrapServers());
        settings.put("transactional.id", topic);
        settings.put("compression.type", compression);
        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>(topic, "k", "aborted"));
            producer.flush();
            producer.abortTransaction();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>(topic, "k", "committed"));
            producer.commitTransaction();
        }

        assertThat(readAll(broker, topic, "consumer", 1)).containsExactly("committed");
        assertThat(readAll(broker, topic, "classic", 1)).containsExactly("committed");
    }

    @Test
    void topicsAndRecordsOutlastARestartOnTheSameDirectoryAndPort(@TempDir Path directory) {
        var options = EmbeddedBroker.Options.defaults().withDirectory(directory);
        int port;
        try (var first = EmbeddedBroker.start(options)) {
            assertThat(first.createTopic("kept", 3, Map.of("cleanup.policy", "compact")))
                    .isTrue();
            send(first, "kept", "before");
            port = first.port();
        }
        try (var second = EmbeddedBroker.start(options.withPort(port))) {
            assertThat(second.bootstrapServers()).isEqualTo("127.0.0.1:" + port);
            assertThat(second.createTopic("kept", 3, Map.of())).isFalse();
            send(second, "kept", "after");
            assertThat(readAll(second, "kept", "consumer", 2)).containsExactlyInAnyOrder("before", "after");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "streams"})
    void runsAStatefulStreamsApplicationExactlyOnce(String protocol, @TempDir Path state) {
        String in = "in-" + protocol;
        String out = "out-" + protocol;
        broker.createTopic(in, 2, Map.of());
        broker.createTopic(out, 2, Map.of());
        send(broker, in, "a");
        send(broker, in, "a");
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream(in, Consumed.with(Serdes.String(), Serdes.String()))
                .groupByKey()
                .count(Materialized.as("counts"))
                .toStream()
                .mapValues(count -> "count " + count)
                .to(out);
        Properties settings = new Properties();
        settings.put("bootstrap.servers", broker.bootstrapServers());
        settings.put("application.id", "counting-" + protocol);
        settings.put("group.protocol", protocol);
        settings.put("processing.guarantee", "exactly_once_v2");
        settings.put("statestore.cache.max.bytes", "0");
        settings.put("state.dir", state.toString());
        settings.put("default.key.serde", Serdes.StringSerde.class);
        settings.put("default.value.serde", Serdes.StringSerde.class);
        try (var streams = new KafkaStreams(builder.build(), settings)) {
            streams.start();
            assertThat(readAll(broker, out, "consumer", 2)).containsExactly("count 1", "count 2");
        }
    }

    @Test
    void speaksTheStreamsGroupProtocol() throws Exception {
        try (var admin = Admin.create(Map.<String, Object>of("bootstrap.servers", broker.bootstrapServers()))) {
            var features = admin.describeFeatures().featureMetadata().get().finalizedFeatures();

            assertThat(features)
                    .containsKeys("metadata.version", "group.version", "transaction.version", "streams.version");
            assertThat(features.get("streams.version").maxVersionLevel()).isGreaterThanOrEqualTo((short) 1);
            assertThat(features.get("transaction.version").maxVersionLevel()).isGreaterThanOrEqualTo((short) 2);
        }
    }

    @Test
    void createsNoTopicThatNobodyAskedFor() throws Exception {
        try (var admin = Admin.create(Map.<String, Object>of("bootstrap.servers", broker.bootstrapServers()));
                var consumer = consumer(broker, "consumer")) {
            consumer.subscribe(List.of("nobody-made-me"));
            consumer.poll(Duration.ofMillis(500));

            assertThat(admin.listTopics().names().get()).doesNotContain("nobody-made-me");
        }
    }

    @Test
    void saysWhyATopicIsRefused() {
        assertThatThrownBy(() -> broker.createTopic("t", 1, Map.of("no.such.setting", "1")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no.such.setting");
    }

    @Test
    void saysWhichPortIsTaken() {
        var taken = EmbeddedBroker.Options.defaults().withPort(broker.port());

        assertThatThrownBy(() -> EmbeddedBroker.start(taken))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("127.0.0.1:" + broker.port())
                .hasMessageContaining("in use");
    }

    @Test
    void aBrokerOnADirectoryOfAnotherIsRefusedAndTouchesNothingOfIt() throws Exception {
        var shared = EmbeddedBroker.Options.defaults().withDirectory(broker.directory());
        Path quorum = broker.directory().resolve("__cluster_metadata-0/quorum-state");
        String quorumBefore = Files.readString(quorum);
        List<Thread> threadsBefore = liveThreads();

        assertThatThrownBy(() -> EmbeddedBroker.start(shared))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(broker.directory().toString())
                .hasMessageContaining("another broker runs on this directory");

        assertThat(quorum).hasContent(quorumBefore);
        assertNoThreadsBut(threadsBefore);
    }

    @Test
    void leavesNoThreadsWhenItsStartFailsHalfway(@TempDir Path directory) throws Exception {
        List<Thread> threadsBefore = liveThreads();
        FileLock kafkasOwn = new FileLock(directory.resolve(".lock").toFile());
        assertThat(kafkasOwn.tryLock()).isTrue();

        assertThatThrownBy(() ->
                        EmbeddedBroker.start(EmbeddedBroker.Options.defaults().withDirectory(directory)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Failed to acquire lock");

        kafkasOwn.destroy();
        assertNoThreadsBut(threadsBefore);
    }

    @Test
    void closesWithoutThreadsThatKeepTheProcessAlive() {
        List<Thread> before = liveThreads();
        Path data;
        try (var other = EmbeddedBroker.start()) {
            other.createTopic("t", 2, Map.of());
            send(other, "t", "v");
            assertThat(readAll(other, "t", "consumer", 1)).containsExactly("v");
            data = other.directory();
            assertThat(data).isDirectory();
        }

        assertThat(Files.exists(data)).isFalse();
        assertNoThreadsBut(before);
    }

    private static void assertNoThreadsBut(List<Thread> before) {
        Awaitility.await().pollInSameThread().atMost(Duration.ofSeconds(10)).untilAsserted(() -> assertThat(
                        liveThreads())
                .filteredOn(thread -> !before.contains(thread))
                .isEmpty());
    }

    private static List<Thread> liveThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !thread.isDaemon())
                .toList();
    }

    private static void send(EmbeddedBroker to, String topic, String value) {
        Map<String, Object> settings = Map.of("bootstrap.servers", to.bootstrapServers());
        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(topic, value, value));
        }
    }

    private static List<String> readAll(EmbeddedBroker from, String topic, String protocol, int count) {
        List<String> values = new ArrayList<>();
        try (var consumer = consumer(from, protocol)) {
            consumer.subscribe(List.of(topic));
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .pollInterval(Duration.ofMillis(1))
                    .until(() -> {
                        for (ConsumerRecord<String, String> read : consumer.poll(Duration.ofMillis(200))) {
                            values.add(read.value());
                        }
                        return values.size() >= count;
                    });
        }
        return values;
    }

    private static KafkaConsumer<String, String> consumer(EmbeddedBroker from, String protocol) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("bootstrap.servers", from.bootstrapServers());
        settings.put("group.id", "readers-" + protocol + "-" + System.nanoTime());
        settings.put("group.protocol", protocol);
        settings.put("auto.offset.reset", "earliest");
        settings.put("isolation.level", "read_committed");
        return new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer());
    }
}
