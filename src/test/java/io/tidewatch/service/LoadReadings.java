package io.tidewatch.service;

import io.tidewatch.registry.SchemaRegistry;
import io.tidewatch.registry.WireFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Random;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Sends readings of one pump, one in the middle of each step, to a topic; it outlasts an outage of the broker. */
final class LoadReadings implements AutoCloseable {
    /** Longer than a test, so that no wall-clock time which passes in it closes the step of an event to come. */
    static final long STEP_MS = 600_000;

    /** The load of this step is far off. */
    static final int SPIKE_STEP = 118;

    private static final long START_MS = 1_600_000_000_000L / STEP_MS * STEP_MS;
    private static final Schema SCHEMA = SchemaBuilder.record("Reading")
            .fields()
            .requiredLong("at")
            .requiredDouble("load")
            .endRecord();

    private final Random random = new Random(17);
    private final String topic;
    private final int schemaId;
    private final KafkaProducer<byte[], byte[]> producer;

    /** @param clients properties that each client needs */
    LoadReadings(SchemaRegistry registry, Map<String, String> clients, String topic) throws Exception {
        this.topic = topic;
        this.schemaId = registry.register(topic + "-value", SCHEMA);
        this.producer = new KafkaProducer<>(Map.copyOf(clients), new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** Sends one reading for each step. */
    void send(int fromStep, int toStep) throws IOException {
        for (int step = fromStep; step < toStep; step++) {
            double load = (step == SPIKE_STEP ? 400 : 40) + 2 * random.nextGaussian();
            byte[] value = value(START_MS + step * STEP_MS + STEP_MS / 2, load);
            producer.send(new ProducerRecord<>(topic, "pump-1".getBytes(StandardCharsets.UTF_8), value));
        }
        producer.flush();
    }

    private byte[] value(long atMs, double load) throws IOException {
        GenericRecord reading = new GenericData.Record(SCHEMA);
        reading.put("at", atMs);
        reading.put("load", load);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
        new GenericDatumWriter<>(SCHEMA).write(reading, encoder);
        encoder.flush();
        return WireFormat.wrap(schemaId, bytes.toByteArray());
    }

    @Override
    public void close() {
        producer.close();
    }
}
