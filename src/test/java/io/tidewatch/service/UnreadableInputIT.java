package io.tidewatch.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.tidewatch.embedded.LiveCluster;
import io.tidewatch.registry.ConfluentRegistry;
import io.tidewatch.registry.WireFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** What whoever is on call learns of an input none of whose records can be read, on a real broker and registry. */
class UnreadableInputIT {
    private static final Duration MINUTE = Duration.ofSeconds(60);
    private static final int RECORDS = 24;
    private static final long SECONDS = 1_790_000_000L;
    private static final Schema SCHEMA = SchemaBuilder.record("Reading")
            .fields()
            .requiredLong("at")
            .requiredDouble("load")
            .endRecord();

    @RegisterExtension
    static final LiveCluster CLUSTER = new LiveCluster();

    private final Logger logger = (Logger) LoggerFactory.getLogger("io.tidewatch");
    private final LogLines lines = new LogLines();

    @TempDir
    private Path directory;

    @BeforeEach
    void listen() {
        lines.start();
        logger.addAppender(lines);
    }

    @AfterEach
    void leave() {
        logger.detachAppender(lines);
    }

    private static byte[] avro(long at) throws IOException {
        GenericRecord reading = new GenericData.Record(SCHEMA);
        reading.put("at", at);
        reading.put("load", 37.5);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
        new GenericDatumWriter<>(SCHEMA).write(reading, encoder);
        encoder.flush();
        return bytes.toByteArray();
    }

    private static int register(LiveDetector pumps) throws Exception {
        try (ConfluentRegistry registry =
                new ConfluentRegistry(List.of(CLUSTER.registry().url()), Map.of())) {
            return registry.register(pumps.topic() + "-value", SCHEMA);
        }
    }

    private LiveDetector detector(String name) throws IOException {
        return new LiveDetector(CLUSTER, name, directory, "time: at, features: [load]", "step: 10s");
    }

    private static void send(LiveDetector pumps, byte[] value, Map<String, String> headers) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.copyOf(CLUSTER.clients()), new ByteArraySerializer(), new ByteArraySerializer())) {
            for (int i = 0; i < RECORDS; i++) {
                ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(pumps.topic(), text("pump-" + i), value);
                headers.forEach((name, content) -> record.headers().add(name, text(content)));
                producer.send(record).get();
            }
        }
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static List<ConsumerRecord<byte[], byte[]>> letters(String topic) {
        Map<String, Object> settings = new HashMap<>(CLUSTER.clients());
        settings.put("group.id", "reader of " + topic);
        settings.put("auto.offset.reset", "earliest");
        settings.put("isolation.level", "read_committed");
        List<ConsumerRecord<byte[], byte[]>> letters = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.subscribe(List.of(topic));
            await().atMost(MINUTE).until(() -> {
                consumer.poll(Duration.ofMillis(200)).forEach(letters::add);
                return letters.size() >= RECORDS;
            });
        }
        return letters;
    }

    /**
     * Starts, and finds the cause and the remedy wherever somebody may look; the records are kept as they were.
     *
     * @return the dead letters
     */
    private List<ConsumerRecord<byte[], byte[]>> told(
            LiveDetector pumps, String name, byte[] value, String cause, String remedy) throws Exception {
        try (TidewatchService service = pumps.start()) {
            String ready = service.address() + "health/ready";
            await().atMost(MINUTE).until(() -> LiveDetector.get(ready).body().contains("dead letters"));

            assertThat(LiveDetector.get(ready).statusCode()).isEqualTo(503);
            assertThat(LiveDetector.get(ready).body())
                    .contains(RECORDS + " of " + RECORDS + " records of the last minute became dead letters")
                    .contains("The newest, of " + pumps.topic() + "-0: ")
                    .contains(cause)
                    .contains(remedy);
            assertThat(LiveDetector.get(service.address() + "api/state").body())
                    .contains(cause)
                    .contains(remedy);
            assertThat(lines.atLeast(Level.WARN)).singleElement().satisfies(line -> assertThat(line)
                    .contains("not ready")
                    .contains(cause)
                    .contains(remedy));
            List<ConsumerRecord<byte[], byte[]>> letters = letters(name + ".dead-letters");
            assertThat(letters).hasSize(RECORDS).allSatisfy(letter -> {
                assertThat(letter.value()).isEqualTo(value);
                assertThat(header(letter, "tidewatch.error")).contains(cause);
            });
            assertThat(letters)
                    .extracting(letter -> new String(letter.key(), StandardCharsets.UTF_8))
                    .doesNotHaveDuplicates()
                    .allMatch(key -> key.startsWith("pump-"));
            return letters;
        }
    }

    private static String header(ConsumerRecord<?, ?> letter, String name) {
        return new String(letter.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    @Test
    void schemaIdInAHeader() throws Exception {
        LiveDetector pumps = detector("header");
        register(pumps);
        byte[] value = avro(SECONDS * 1_000);
        send(pumps, value, Map.of("__value_schema_id", "a GUID"));

        assertThat(told(pumps, "header", value, "in header __value_schema_id", "PrefixSchemaIdSerializer"))
                .allSatisfy(letter ->
                        assertThat(header(letter, "__value_schema_id")).isEqualTo("a GUID"));
    }

    @Test
    void schemaIdOfEightBytes() throws Exception {
        LiveDetector pumps = detector("eight");
        int id = register(pumps);
        byte[] avro = avro(SECONDS * 1_000);
        byte[] value = ByteBuffer.allocate(1 + Long.BYTES + avro.length)
                .put((byte) 0)
                .putLong(id)
                .put(avro)
                .array();
        send(pumps, value, Map.of());

        told(pumps, "eight", value, "eight bytes, and to be " + id, "apicurio.registry.as-confluent=true");
    }

    @Test
    void timesInSecondsWithoutTheUnit() throws Exception {
        LiveDetector pumps = detector("seconds");
        byte[] value = WireFormat.wrap(register(pumps), avro(SECONDS));
        send(pumps, value, Map.of());

        told(pumps, "seconds", value, "looks like seconds", "set input.time-unit: s");
    }
}
