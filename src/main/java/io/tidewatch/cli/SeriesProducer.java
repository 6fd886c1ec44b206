package io.tidewatch.cli;

import io.tidewatch.event.Event;
import io.tidewatch.event.EventComposer;
import io.tidewatch.registry.IncompatibleSchemaException;
import io.tidewatch.registry.RegistryUnavailableException;
import io.tidewatch.registry.SchemaRegistry;
import io.tidewatch.registry.WireFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Produces events as Avro records, the entity as the record's key.
 *
 * <p>The record's own timestamp is the time of producing, because Kafka deletes by it and a replay of old data would be
 * deleted soon. Only where the configuration takes the event time from it, it is the event time.
 */
final class SeriesProducer implements AutoCloseable {
    private final String topic;
    private final EventComposer composer;
    private final int schemaId;
    private final KafkaProducer<byte[], byte[]> producer;
    private final GenericDatumWriter<GenericRecord> writer;
    private final AtomicReference<Exception> failure = new AtomicReference<>();

    SeriesProducer(Map<String, String> kafka, SchemaRegistry registry, String topic, EventComposer composer)
            throws IncompatibleSchemaException, RegistryUnavailableException {
        this.topic = topic;
        this.composer = composer;
        this.schemaId = registry.register(topic + "-value", composer.schema());
        this.writer = new GenericDatumWriter<>(composer.schema());
        Properties settings = new Properties();
        settings.put(ProducerConfig.LINGER_MS_CONFIG, "5");
        settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        // A partition that is new may refuse the first batch and take the second, and then the first for ever no more.
        settings.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, "1");
        settings.putAll(kafka);
        this.producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    void send(Event event) {
        Long timestampMs = composer.timeOfRecord() ? event.timestampMs() : null;
        if (timestampMs != null && timestampMs < 0) {
            throw new IllegalArgumentException("a time before 1970, " + Instant.ofEpochMilli(timestampMs)
                    + ", can be no record's timestamp; set input.time to a field");
        }
        GenericRecord record = composer.compose(event);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
        try {
            writer.write(record, encoder);
            encoder.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("a buffer in memory cannot fail", e);
        }
        byte[] value = WireFormat.wrap(schemaId, bytes.toByteArray());
        byte[] key = event.entity().getBytes(StandardCharsets.UTF_8);
        producer.send(new ProducerRecord<>(topic, null, timestampMs, key, value), (metadata, exception) -> {
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
