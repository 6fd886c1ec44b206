package io.tidewatch.documents;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads the alerts of a detector. */
public final class AlertConsumer implements AutoCloseable {
    /** A zero and the id of the schema; after these the alert in Avro. */
    private static final int HEADER_BYTES = 5;

    private final HttpClient http = HttpClient.newHttpClient();
    private final Map<Integer, Schema> schemas = new HashMap<>();
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final String registry;

    public AlertConsumer(String brokers, String registry, String topic) {
        this.registry = registry;
        Map<String, Object> settings = Map.of(
                "bootstrap.servers", brokers,
                "group.id", "alert-reader",
                "isolation.level", "read_committed",
                "auto.offset.reset", "earliest",
                "enable.auto.commit", "false");
        consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        consumer.subscribe(List.of(topic));
    }

    /** Waits for alerts, handles each, then commits: after a crash an alert may come again, but none is lost. */
    public void poll(Consumer<GenericRecord> handler) throws IOException, InterruptedException {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofSeconds(1))) {
            handler.accept(decode(record.value()));
        }
        consumer.commitSync();
    }

    private GenericRecord decode(byte[] value) throws IOException, InterruptedException {
        Schema schema = schema(ByteBuffer.wrap(value).getInt(1));
        return new GenericDatumReader<GenericRecord>(schema)
                .read(null, DecoderFactory.get().binaryDecoder(value, HEADER_BYTES, value.length - HEADER_BYTES, null));
    }

    private Schema schema(int id) throws IOException, InterruptedException {
        Schema known = schemas.get(id);
        if (known == null) {
            HttpRequest question = HttpRequest.newBuilder(URI.create(registry + "/schemas/ids/" + id))
                    .build();
            String answer =
                    http.send(question, HttpResponse.BodyHandlers.ofString()).body();
            known = new Schema.Parser()
                    .parse(new ObjectMapper().readTree(answer).get("schema").asText());
            schemas.put(id, known);
        }
        return known;
    }

    @Override
    public void close() {
        consumer.close();
    }

    public static void main(String[] args) throws Exception {
        try (AlertConsumer alerts = new AlertConsumer("kafka:9092", "http://registry:8081", "servers.alerts")) {
            while (true) {
                alerts.poll(alert -> System.out.println(alert.get("status") + " " + alert.get("message")));
            }
        }
    }
}
