package io.tidewatch.topology;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import io.tidewatch.embedded.EmbeddedBroker;
import io.tidewatch.embedded.EmbeddedRegistry;
import io.tidewatch.event.RejectionReason;
import io.tidewatch.registry.ConfluentRegistry;
import io.tidewatch.registry.OddRegistry;
import io.tidewatch.registry.WireFormat;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a record, its key or its schema holds: on a real broker and registry the stream goes on. */
class PoisonIT {
    private static final long START = 1_600_000_000_000L;
    private static final Map<String, String> IMPATIENT =
            Map.of("http.connect.timeout.ms", "500", "http.read.timeout.ms", "500");
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private static EmbeddedBroker broker;
    private static EmbeddedRegistry registry;
    private static OddRegistry front;
    private static ConfluentRegistry client;
    private static Admin admin;
    private static KafkaProducer<byte[], byte[]> producer;

    private final Random random = new Random(71);

    /** A record that must become a dead letter. */
    @SuppressWarnings("ArrayRecordComponent")
    private record Poison(byte[] key, byte[] value, RejectionReason reason) {}

    @BeforeAll
    static void start() throws IOException {
        broker = EmbeddedBroker.start();
        registry = EmbeddedRegistry.start();
        front = new OddRegistry(PoisonIT::forward);
        client = new ConfluentRegistry(List.of(registry.url()), Map.of());
        admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    @AfterAll
    static void stop() {
        producer.close();
        admin.close();
        client.close();
        front.close();
        registry.close();
        broker.close();
    }

    /** As the registry itself answers. */
    private static void forward(HttpExchange exchange) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(registry.url() + exchange.getRequestURI()))
                .header("Content-Type", "application/vnd.schemaregistry.v1+json")
                .method(
                        exchange.getRequestMethod(),
                        BodyPublishers.ofByteArray(exchange.getRequestBody().readAllBytes()))
                .build();
        try {
            HttpResponse<byte[]> answer = HTTP.send(request, BodyHandlers.ofByteArray());
            exchange.sendResponseHeaders(answer.statusCode(), answer.body().length);
            exchange.getResponseBody().write(answer.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static TopologySpec provision(String prefix) throws Exception {
        TopologySpec spec = TestSpecs.over(prefix);
        String input = spec.inputTopics().get(0);
        broker.createTopic(input, 1, Map.of());
        new TopicProvisioning(
                        admin,
                        new BrokerAddress(broker.bootstrapServers(), "PLAINTEXT"),
                        new TopicPlan(
                                spec.inputTopics(),
                                true,
                                spec.alertsTopic(),
                                spec.deadLettersTopic(),
                                Optional.empty(),
                                true,
                                (short) -1))
                .provision();
        return spec;
    }

    private static void send(TopologySpec spec, byte[] key, byte[] value) {
        producer.send(new ProducerRecord<>(spec.inputTopics().get(0), key, value));
    }

    private static DetectorStreams open(String prefix, Path state, Recorder recorder) throws Exception {
        ConfluentRegistry odd = new ConfluentRegistry(List.of(front.url()), IMPATIENT);
        return PipelineProcess.open(broker.bootstrapServers(), odd, prefix, state, recorder);
    }

    private static void awaitDone(TopologySpec spec, String application, long records) {
        producer.flush();
        TopicPartition input = new TopicPartition(spec.inputTopics().get(0), 0);
        Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .dontCatchUncaughtExceptions()
                .until(() -> {
                    var committed = admin.listConsumerGroupOffsets(application)
                            .partitionsToOffsetAndMetadata()
                            .get()
                            .get(input);
                    return committed != null && committed.offset() == records;
                });
    }

    private static List<ConsumerRecord<byte[], byte[]>> deadLetters(TopologySpec spec) {
        List<ConsumerRecord<byte[], byte[]>> all = new ArrayList<>();
        TopicPartition letters = new TopicPartition(spec.deadLettersTopic(), 0);
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers(), "isolation.level", "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.assign(List.of(letters));
            consumer.seekToBeginning(List.of(letters));
            long end = consumer.endOffsets(List.of(letters)).get(letters);
            Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> {
                consumer.poll(Duration.ofMillis(100)).forEach(all::add);
                return consumer.position(letters) >= end;
            });
        }
        return all;
    }

    private static String header(ConsumerRecord<byte[], byte[]> letter, String name) {
        return new String(letter.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    private static int register(Schema schema) {
        return Readings.register(client, "poison-" + schema.hashCode(), schema);
    }

    private static byte[] keyed(Schema schema, Object key) {
        return WireFormat.wrap(register(schema), Readings.avro(schema, key));
    }

    private byte[] seeded(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private static Schema reading(String type) {
        return new Schema.Parser()
                .parse("{\"type\":\"record\",\"name\":\"Odd\",\"fields\":[{\"name\":\"at\",\"type\":\"long\"},"
                        + "{\"name\":\"load\",\"type\":" + type + "}]}");
    }

    /** A reading whose load is of a type of its own, or whose bytes end before it. */
    private static byte[] value(Schema schema, Object load) {
        GenericRecord reading = new GenericData.Record(schema);
        reading.put("at", START);
        reading.put("load", load);
        return WireFormat.wrap(register(schema), Readings.avro(schema, reading));
    }

    /** A record by an id that the registry answers for in an odd way. */
    private static byte[] answered(int id, OddRegistry.Odd answer) {
        front.answer(id, answer);
        return WireFormat.wrap(id, new byte[20]);
    }

    private Map<String, Poison> poisons() {
        byte[] key = Readings.key("pump");
        byte[] good = new Readings(client).value("pump", START, 40);
        Schema huge = Schema.createFixed("Huge", null, null, 2_000_000_000);
        Schema bytes = Schema.create(Schema.Type.BYTES);
        Schema decimal = reading("{\"type\":\"bytes\",\"logicalType\":\"decimal\",\"precision\":9}");
        Schema nothings = new Schema.Parser()
                .parse("{\"type\":\"record\",\"name\":\"Nothings\",\"fields\":[{\"name\":\"many\",\"type\":"
                        + "{\"type\":\"array\",\"items\":\"null\"}}]}");
        Schema wide = reading("["
                + String.join(
                        ",",
                        IntStream.range(0, 5_000)
                                .mapToObj(i -> "{\"type\":\"record\",\"name\":\"Branch" + i + "\",\"fields\":[]}")
                                .toList())
                + "]");

        Map<String, Poison> all = new LinkedHashMap<>();
        all.put(
                "fixed in the key",
                new Poison(WireFormat.wrap(register(huge), new byte[0]), good, RejectionReason.UNREADABLE_SCHEMA));
        for (int i = 0; i < 10; i++) {
            byte[] large = keyed(bytes, ByteBuffer.wrap(seeded(900_000)));
            all.put("large key " + i, new Poison(large, good, RejectionReason.NO_KEY));
        }
        all.put(
                "fixed in the value",
                new Poison(
                        key,
                        WireFormat.wrap(register(reading(huge.toString())), new byte[9]),
                        RejectionReason.UNREADABLE_SCHEMA));
        all.put(
                "decimal of 400 kB",
                new Poison(key, value(decimal, ByteBuffer.wrap(seeded(400_000))), RejectionReason.WRONG_TYPE));
        all.put(
                "decimal of 1 MB",
                new Poison(key, value(decimal, ByteBuffer.wrap(seeded(1_000_000))), RejectionReason.WRONG_TYPE));
        all.put(
                "billions of nothings",
                new Poison(
                        key,
                        WireFormat.wrap(register(nothings), new byte[] {-2, -1, -1, -1, 15, 0}),
                        RejectionReason.MALFORMED_AVRO));
        all.put(
                "wide union",
                new Poison(
                        key,
                        value(
                                wide,
                                new GenericData.Record(wide.getField("load")
                                        .schema()
                                        .getTypes()
                                        .get(7))),
                        RejectionReason.UNREADABLE_SCHEMA));
        all.put(
                "branch twice",
                new Poison(
                        key, answered(9_001, OddRegistry.schema("[\"int\",\"int\"]")), RejectionReason.UNKNOWN_SCHEMA));
        all.put(
                "field twice",
                new Poison(
                        key,
                        answered(
                                9_002,
                                OddRegistry.schema("{\"type\":\"record\",\"name\":\"R\",\"fields\":["
                                        + "{\"name\":\"a\",\"type\":\"int\"},{\"name\":\"a\",\"type\":\"int\"}]}")),
                        RejectionReason.UNKNOWN_SCHEMA));
        all.put(
                "no schema",
                new Poison(
                        key,
                        answered(9_003, OddRegistry.body(200, "{\"schema\":null}")),
                        RejectionReason.UNKNOWN_SCHEMA));
        all.put(
                "answer of 30 MB",
                new Poison(
                        key,
                        answered(9_004, OddRegistry.schema("\"" + "x".repeat(30_000_000) + "\"")),
                        RejectionReason.UNKNOWN_SCHEMA));
        return all;
    }

    @Test
    void everyPoisonIsADeadLetterThatSaysWhyAndWhereAndGoodRecordsGoOn(@TempDir Path state) throws Exception {
        TopologySpec spec = provision("poison");
        Map<String, Poison> poisons = poisons();
        Readings readings = new Readings(client);
        int sent = 0;
        for (Poison poison : poisons.values()) {
            send(spec, Readings.key("pump"), readings.value("pump", START + TestSpecs.STEP_MS * sent, 40));
            send(spec, poison.key(), poison.value());
            sent += 2;
        }
        Recorder recorder = new Recorder();
        try (DetectorStreams streams = open("poison", state, recorder)) {
            streams.start();
            awaitDone(spec, "poison", sent);
            assertThat(streams.fault()).isEmpty();
        }

        assertThat(recorder.events).hasValue(poisons.size());
        List<ConsumerRecord<byte[], byte[]>> letters = deadLetters(spec);
        assertThat(letters).hasSameSizeAs(poisons.keySet());
        int i = 0;
        for (Map.Entry<String, Poison> poison : poisons.entrySet()) {
            ConsumerRecord<byte[], byte[]> letter = letters.get(i);
            assertThat(letter.key())
                    .as(poison.getKey())
                    .isEqualTo(poison.getValue().key());
            assertThat(letter.value())
                    .as(poison.getKey())
                    .isEqualTo(poison.getValue().value());
            assertThat(header(letter, "tidewatch.reason"))
                    .as(poison.getKey())
                    .isEqualTo(poison.getValue().reason().label());
            assertThat(header(letter, "tidewatch.topic"))
                    .isEqualTo(spec.inputTopics().get(0));
            assertThat(header(letter, "tidewatch.partition")).isEqualTo("0");
            assertThat(header(letter, "tidewatch.offset")).isEqualTo(Integer.toString(2 * i + 1));
            assertThat(letter.headers().lastHeader("tidewatch.error").value())
                    .as(poison.getKey())
                    .isNotEmpty()
                    .hasSizeLessThanOrEqualTo(1_024);
            i++;
        }
    }

    @Test
    void registryThatDripsOrRedirectsIsWaitedForAndNothingIsLost(@TempDir Path state) throws Exception {
        TopologySpec spec = provision("odd");
        Readings readings = new Readings(client);
        byte[] value = readings.value("pump", START, 40);
        int id = WireFormat.schemaId(value);
        send(spec, Readings.key("pump"), value);
        Recorder recorder = new Recorder();
        front.answer(id, front.dripping(100));
        try (DetectorStreams streams = open("odd", state, recorder)) {
            streams.start();
            int dripped = front.asked(id);
            Awaitility.await()
                    .atMost(Duration.ofMinutes(1))
                    .dontCatchUncaughtExceptions()
                    .until(() -> front.asked(id) >= dripped + 3);
            front.answer(id, exchange -> {
                exchange.getResponseHeaders().add("Location", "http://127.0.0.1:1/elsewhere");
                exchange.sendResponseHeaders(302, -1);
            });
            int redirected = front.asked(id);
            Awaitility.await()
                    .atMost(Duration.ofMinutes(1))
                    .dontCatchUncaughtExceptions()
                    .until(() -> front.asked(id) >= redirected + 3);
            assertThat(recorder.events).hasValue(0);

            front.answer(id, PoisonIT::forward);
            awaitDone(spec, "odd", 1);
            assertThat(streams.fault()).isEmpty();
        }
        assertThat(recorder.events).hasValue(1);
        assertThat(deadLetters(spec)).isEmpty();
    }

    @Test
    void keysThatBeginWithAZeroByteAreNotLookedUpOneByOne(@TempDir Path state) throws Exception {
        TopologySpec spec = provision("zero");
        Readings readings = new Readings(client);
        int keys = 2_000;
        for (int i = 1; i <= keys; i++) {
            byte[] key = ByteBuffer.allocate(8).putLong(((long) i << 25) + 1).array();
            send(spec, key, readings.value("pump", START, 40));
        }
        Recorder recorder = new Recorder();
        int asked = front.asked();
        try (DetectorStreams streams = open("zero", state, recorder)) {
            streams.start();
            awaitDone(spec, "zero", keys);
        }
        assertThat(recorder.events).hasValue(keys);
        // Besides, one for the readings' schema and one for the alert's.
        assertThat(front.asked() - asked).isLessThanOrEqualTo(KeySchemas.UNKNOWN_ASKED + 4);
    }
}
