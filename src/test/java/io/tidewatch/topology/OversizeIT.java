package io.tidewatch.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewatch.embedded.EmbeddedBroker;
import io.tidewatch.embedded.EmbeddedRegistry;
import io.tidewatch.registry.ConfluentRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Records that are larger than an output topic takes, on a real broker: no other has limits. */
class OversizeIT {
    private static final long START = 1_600_000_000_000L;
    private static final int LEARNED = 400;

    private static EmbeddedBroker broker;
    private static EmbeddedRegistry registry;
    private static ConfluentRegistry client;

    @BeforeAll
    static void start() {
        broker = EmbeddedBroker.start();
        registry = EmbeddedRegistry.start();
        client = new ConfluentRegistry(List.of(registry.url()), Map.of());
    }

    @AfterAll
    static void stop() {
        client.close();
        registry.close();
        broker.close();
    }

    /** Topics of one test, and what it runs on them. */
    private record Bench(TopologySpec spec, Recorder recorder) {
        String input() {
            return spec.inputTopics().get(0);
        }
    }

    private static Bench bench(String prefix, Map<String, String> alerts, Map<String, String> deadLetters) {
        Bench bench = new Bench(TestSpecs.over(prefix), new Recorder());
        broker.createTopic(bench.input(), 1, Map.of());
        broker.createTopic(bench.spec.alertsTopic(), 1, alerts);
        broker.createTopic(bench.spec.deadLettersTopic(), 1, deadLetters);
        return bench;
    }

    private static DetectorStreams open(Bench bench, Path state, Map<String, String> kafka) throws Exception {
        Map<String, String> settings = new HashMap<>(kafka);
        settings.put("bootstrap.servers", broker.bootstrapServers());
        settings.put("commit.interval.ms", "100");
        settings.put("session.timeout.ms", "3000");
        settings.put("heartbeat.interval.ms", "500");
        Properties properties = StreamsSettings.of(bench.input(), state, settings);
        return new DetectorStreams(
                bench.spec,
                properties,
                new PatientRegistry(client, bench.recorder),
                new ModelHolder(),
                (entity, window, localMs, normal) -> {},
                bench.recorder);
    }

    private static KafkaProducer<byte[], byte[]> producer(String compression) {
        return new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        broker.bootstrapServers(),
                        "compression.type",
                        compression,
                        "max.request.size",
                        Integer.toString(8 << 20)),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    private static List<ConsumerRecord<byte[], byte[]>> read(String topic, int count) {
        List<ConsumerRecord<byte[], byte[]>> read = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers(), "isolation.level", "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            TopicPartition partition = new TopicPartition(topic, 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            Awaitility.await()
                    .atMost(Duration.ofSeconds(90))
                    .dontCatchUncaughtExceptions()
                    .until(() -> {
                        consumer.poll(Duration.ofMillis(100)).forEach(read::add);
                        return read.size() >= count;
                    });
        }
        return read;
    }

    private static void awaitRead(Bench bench) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
                KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                        Map.of("bootstrap.servers", broker.bootstrapServers()),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer())) {
            TopicPartition partition = new TopicPartition(bench.input(), 0);
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            Awaitility.await()
                    .atMost(Duration.ofSeconds(90))
                    .dontCatchUncaughtExceptions()
                    .until(() -> {
                        var committed = admin.listConsumerGroupOffsets(bench.input())
                                .partitionsToOffsetAndMetadata()
                                .get();
                        return committed.containsKey(partition)
                                && committed.get(partition).offset() == end;
                    });
        }
    }

    private static String header(ConsumerRecord<?, ?> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }

    /** Text that gzip halves, as it has no other characters, and lz4 does not. */
    private static byte[] hexDigits(int count) {
        Random random = new Random(7);
        byte[] digits = new byte[count];
        for (int i = 0; i < count; i++) {
            digits[i] = (byte) Character.forDigit(random.nextInt(16), 16);
        }
        return digits;
    }

    private static void assertLetterWithoutValue(ConsumerRecord<byte[], byte[]> letter, Bench bench, int bytes) {
        assertThat(letter.key()).isEqualTo(Readings.key("pump"));
        assertThat(letter.value()).isNull();
        assertThat(header(letter, "tidewatch.value-left-out")).isEqualTo(Integer.toString(bytes));
        assertThat(header(letter, "tidewatch.reason")).isEqualTo("not-wire-format");
        assertThat(header(letter, "tidewatch.topic")).isEqualTo(bench.input());
        assertThat(header(letter, "tidewatch.partition")).isEqualTo("0");
        assertThat(header(letter, "tidewatch.offset")).isEqualTo("0");
        assertThat(header(letter, "mine")).isEqualTo("kept");
    }

    private static void sendPoisonThenOneMore(Bench bench, byte[] poison) {
        try (KafkaProducer<byte[], byte[]> producer = producer("gzip")) {
            ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(bench.input(), Readings.key("pump"), poison);
            record.headers().add("mine", "kept".getBytes(StandardCharsets.UTF_8));
            producer.send(record);
            producer.send(new ProducerRecord<>(
                    bench.input(), Readings.key("pump"), new Readings(client).value("pump", START, 40)));
        }
    }

    @Test
    void letterThatOnlyItsProducersCompressionMadeFitIsSentWithoutItsValue(@TempDir Path state) throws Exception {
        Bench bench = bench("gzipped", Map.of(), Map.of("max.message.bytes", "1114124"));
        sendPoisonThenOneMore(bench, hexDigits(1_700_000));
        try (DetectorStreams streams = open(bench, state, Map.of())) {
            streams.start();
            assertLetterWithoutValue(read(bench.spec.deadLettersTopic(), 1).get(0), bench, 1_700_000);
            awaitRead(bench);
            assertThat(streams.fault()).isEmpty();
        }
        assertThat(bench.recorder.reduced).containsExactly(Output.DEAD_LETTER);
        assertThat(bench.recorder.events).hasValue(1);
    }

    @Test
    void letterThatOurCompressionMakesFitIsSentWhole(@TempDir Path state) throws Exception {
        Bench bench = bench("compressible", Map.of(), Map.of());
        byte[] text = new byte[3_000_000];
        Arrays.fill(text, (byte) 'x');
        sendPoisonThenOneMore(bench, text);
        try (DetectorStreams streams = open(bench, state, Map.of())) {
            streams.start();
            assertThat(read(bench.spec.deadLettersTopic(), 1).get(0).value()).isEqualTo(text);
        }
        assertThat(bench.recorder.reduced).isEmpty();
    }

    @Test
    void letterForATopicThatTakesLessThanTheInputIsSentWithoutItsValue(@TempDir Path state) throws Exception {
        Bench bench = bench("narrow", Map.of(), Map.of("max.message.bytes", "20000"));
        sendPoisonThenOneMore(bench, hexDigits(60_000));
        try (DetectorStreams streams = open(bench, state, Map.of())) {
            streams.start();
            assertLetterWithoutValue(read(bench.spec.deadLettersTopic(), 1).get(0), bench, 60_000);
            awaitRead(bench);
            assertThat(streams.fault()).isEmpty();
        }
    }

    @Test
    void letterThatTheProducersOwnLimitRefusesIsSentWithoutItsValue(@TempDir Path state) throws Exception {
        Bench bench = bench("limited", Map.of(), Map.of());
        sendPoisonThenOneMore(bench, hexDigits(300_000));
        try (DetectorStreams streams = open(bench, state, Map.of("max.request.size", "200000"))) {
            streams.start();
            assertLetterWithoutValue(read(bench.spec.deadLettersTopic(), 1).get(0), bench, 300_000);
            awaitRead(bench);
            assertThat(streams.fault()).isEmpty();
        }
    }

    /** The limit that was read at the start holds no more: the broker refuses, and the transaction is lost. */
    @ParameterizedTest
    @ValueSource(ints = {60_000, 1_500_000})
    void letterThatTheBrokerRefusesIsReadAgainAndSentWithoutItsValue(int bytes, @TempDir Path state) throws Exception {
        Bench bench = bench("lowered-" + bytes, Map.of(), Map.of("max.message.bytes", "2000000"));
        try (DetectorStreams streams = open(bench, state, Map.of())) {
            streams.start();
            lower(bench.spec.deadLettersTopic(), 20_000);
            sendPoisonThenOneMore(bench, hexDigits(bytes));
            assertLetterWithoutValue(read(bench.spec.deadLettersTopic(), 1).get(0), bench, bytes);
            awaitRead(bench);
            assertThat(streams.fault()).isEmpty();
        }
        assertThat(read(bench.spec.deadLettersTopic(), 1)).hasSize(1);
    }

    @Test
    void letterThatFitsInNoFormIsCountedAndTheStreamGoesOn(@TempDir Path state) throws Exception {
        Bench bench = bench("tiny", Map.of(), Map.of("max.message.bytes", "100"));
        sendPoisonThenOneMore(bench, hexDigits(1_000));
        try (DetectorStreams streams = open(bench, state, Map.of())) {
            streams.start();
            awaitRead(bench);
            assertThat(streams.fault()).isEmpty();
        }
        assertThat(bench.recorder.dropped).containsExactly(Output.DEAD_LETTER);
        assertThat(bench.recorder.events).hasValue(1);
    }

    @Test
    void bugThatOneRecordWakesIsADeadLetterAndTheStreamGoesOn(@TempDir Path state) throws Exception {
        Bench bench = bench("bug", Map.of(), Map.of());
        byte[] value = new Readings(client).value("pump", START, 1);
        sendPoisonThenOneMore(bench, value);
        bench.recorder.nextEvent.set(new ArithmeticException("a bug"));
        try (DetectorStreams streams = open(bench, state, Map.of())) {
            streams.start();
            ConsumerRecord<byte[], byte[]> letter =
                    read(bench.spec.deadLettersTopic(), 1).get(0);
            assertThat(letter.key()).isEqualTo(Readings.key("pump"));
            assertThat(letter.value()).isEqualTo(value);
            assertThat(header(letter, "mine")).isEqualTo("kept");
            assertThat(header(letter, "tidewatch.reason")).isEqualTo("processing-failed");
            assertThat(header(letter, "tidewatch.topic")).isEqualTo(bench.input());
            assertThat(header(letter, "tidewatch.offset")).isEqualTo("0");
            awaitRead(bench);
            assertThat(streams.fault()).isEmpty();
        }
        assertThat(bench.recorder.events).hasValue(1);
    }

    private static void lower(String topic, int bytes) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            admin.incrementalAlterConfigs(Map.of(
                            new ConfigResource(ConfigResource.Type.TOPIC, topic),
                            List.of(new AlterConfigOp(
                                    new ConfigEntry("max.message.bytes", Integer.toString(bytes)),
                                    AlterConfigOp.OpType.SET))))
                    .all()
                    .get();
        }
    }

    /**
     * An entity that learns what is usual, then has an outlier; the record after it completes the step and brings
     * headers.
     */
    private static void sendOutlier(Bench bench, Map<String, byte[]> headers, int others) {
        Readings readings = new Readings(client);
        Random random = new Random(3);
        try (KafkaProducer<byte[], byte[]> producer = producer("lz4")) {
            for (int step = 0; step <= LEARNED + 1; step++) {
                double load = step == LEARNED ? 95 : 40 + 2 * random.nextGaussian();
                ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                        bench.input(),
                        Readings.key("pump"),
                        readings.value("pump", START + step * TestSpecs.STEP_MS, load));
                if (step > LEARNED) {
                    headers.forEach(record.headers()::add);
                    for (int i = 0; i < others; i++) {
                        record.headers().add("x-b3-" + i, new byte[] {1, 2, 3});
                    }
                }
                producer.send(record);
            }
        }
    }

    private static final Map<String, byte[]> TRACE = Map.of(
            "traceparent",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01".getBytes(StandardCharsets.UTF_8),
            "baggage",
            "b".repeat(1_000_000).getBytes(StandardCharsets.UTF_8));

    @Test
    void alertLeavesOutTheHeadersThatNoTraceNeedsAndSaysSo(@TempDir Path state) throws Exception {
        Bench bench = bench("baggage", Map.of(), Map.of());
        sendOutlier(bench, TRACE, 0);
        try (DetectorStreams streams = open(bench, state, Map.of())) {
            streams.start();
            ConsumerRecord<byte[], byte[]> alert =
                    read(bench.spec.alertsTopic(), 1).get(0);
            assertThat(header(alert, "traceparent")).startsWith("00-4bf92f");
            assertThat(header(alert, "baggage")).isNull();
            assertThat(header(alert, "tidewatch.headers-left-out")).isEqualTo("1");
            assertThat(header(alert, "tidewatch.headers-left-out-bytes")).isEqualTo("1000007");
            assertThat(TopologyRig.alert(alert.value()).get("window")).isNotNull();
            awaitRead(bench);
            assertThat(streams.fault()).isEmpty();
        }
    }

    @Test
    void tenThousandHeadersStayBehind(@TempDir Path state) throws Exception {
        Bench bench = bench("many", Map.of(), Map.of());
        sendOutlier(bench, Map.of(), 10_000);
        try (DetectorStreams streams = open(bench, state, Map.of())) {
            streams.start();
            ConsumerRecord<byte[], byte[]> alert =
                    read(bench.spec.alertsTopic(), 1).get(0);
            assertThat(alert.headers().toArray()).hasSize(TraceHeaders.ROOM.count() + 2);
            assertThat(header(alert, "tidewatch.headers-left-out"))
                    .isEqualTo(Integer.toString(10_000 - TraceHeaders.ROOM.count()));
        }
    }

    @Test
    void alertThatDoesNotFitIsSentWithoutItsWindow(@TempDir Path state) throws Exception {
        Bench bench = bench("tight", Map.of("max.message.bytes", "750"), Map.of());
        sendOutlier(bench, TRACE, 0);
        try (DetectorStreams streams = open(bench, state, Map.of())) {
            streams.start();
            ConsumerRecord<byte[], byte[]> alert =
                    read(bench.spec.alertsTopic(), 1).get(0);
            assertThat(TopologyRig.alert(alert.value()).get("window")).isNull();
            assertThat(TopologyRig.alert(alert.value()).get("entity")).hasToString("pump");
            assertThat(header(alert, "tidewatch.left-out")).isEqualTo("window, headers");
            awaitRead(bench);
            assertThat(streams.fault()).isEmpty();
        }
        assertThat(bench.recorder.reduced).contains(Output.ALERT);
    }

    @Test
    void alertThatTheBrokerRefusesIsDecidedAgainAndSentWithoutItsWindow(@TempDir Path state) throws Exception {
        Bench bench = bench("tightened", Map.of(), Map.of());
        try (DetectorStreams streams = open(bench, state, Map.of())) {
            streams.start();
            lower(bench.spec.alertsTopic(), 750);
            sendOutlier(bench, TRACE, 0);
            ConsumerRecord<byte[], byte[]> alert =
                    read(bench.spec.alertsTopic(), 1).get(0);
            assertThat(TopologyRig.alert(alert.value()).get("window")).isNull();
            awaitRead(bench);
            assertThat(streams.fault()).isEmpty();
        }
    }
}
