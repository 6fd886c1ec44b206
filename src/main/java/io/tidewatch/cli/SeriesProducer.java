package io.tidewatch.cli;

import io.tidewatch.registry.IncompatibleSchemaException;
import io.tidewatch.registry.RegistryUnavailableException;
import io.tidewatch.registry.SchemaRegistry;
import io.tidewatch.registry.WireFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Produces measurements as Avro events: the entity as the record's key, the event time in the field {@code timestamp}, one
 * nullable number per feature. The record's own timestamp is the time of producing, so that retention does not delete a
 * replay of old data at once.
 */
final class SeriesProducer implements AutoCloseable {
    static final String TIME_FIELD = "timestamp";

    private final String topic;
    private final List<String> features;
    private final Schema schema;
    private final int schemaId;
    private final KafkaProducer<byte[], byte[]> producer;
    private final GenericDatumWriter<GenericRecord> writer;
    private final AtomicReference<Exception> failure = new AtomicReference<>();

    SeriesProducer(Map<String, String> kafka, SchemaRegistry registry, String topic, List<String> features)
            throws IncompatibleSchemaException, RegistryUnavailableException {
        this.topic = topic;
        this.features = List.copyOf(features);
        this.schema = schema(topic, features);
        this.schemaId = registry.register(topic + "-value", schema);
        this.writer = new GenericDatumWriter<>(schema);
        Properties settings = new Properties();
        settings.put(ProducerConfig.LINGER_MS_CONFIG, "5");
        settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        settings.putAll(kafka);
        this.producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private static Schema schema(String topic, List<String> features) {
        var fields = SchemaBuilder.record(name(topic))
                .namespace("io.tidewatch.series")
                .doc("Measurements of one entity at one time.")
                .fields();
        fields = fields.name(TIME_FIELD)
                .doc("Event time.")
                .type(LogicalTypes.timestampMillis().addToSchema(Schema.create(Schema.Type.LONG)))
                .noDefault();
        Map<String, String> columns = new HashMap<>(Map.of(TIME_FIELD, TIME_FIELD));
        for (String feature : features) {
            String other = columns.putIfAbsent(name(feature), feature);
            if (other != null) {
                throw new IllegalArgumentException("columns '" + other + "' and '" + feature
                        + "' would both be the Avro field " + name(feature) + "; rename one of them");
            }
            fields = fields.optionalDouble(name(feature));
        }
        return fields.endRecord();
    }

    /** The nearest name that Avro allows. */
    private static String name(String text) {
        String name = text.replaceAll("[^A-Za-z0-9_]", "_");
        return name.matches("[A-Za-z_].*") ? name : "_" + name;
    }

    /** Sends one event; NaN is missing. */
    void send(String entity, long timestampMs, double[] values) {
        GenericRecord record = new GenericData.Record(schema);
        record.put(TIME_FIELD, timestampMs);
        for (int f = 0; f < features.size(); f++) {
            record.put(1 + f, Double.isNaN(values[f]) ? null : values[f]);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
        try {
            writer.write(record, encoder);
            encoder.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("a buffer in memory cannot fail", e);
        }
        byte[] value = WireFormat.wrap(schemaId, bytes.toByteArray());
        producer.send(
                new ProducerRecord<>(topic, entity.getBytes(StandardCharsets.UTF_8), value), (metadata, exception) -> {
                    if (exception != null) {
                        failure.compareAndSet(null, exception);
                    }
                });
        check();
    }

    /** Waits until everything sent has arrived. */
    void flush() {
        producer.flush();
        check();
    }

    private void check() {
        Exception exception = failure.get();
        if (exception != null) {
            throw new IllegalStateException(
                    "topic " + topic + " takes no events: " + exception.getMessage(), exception);
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
