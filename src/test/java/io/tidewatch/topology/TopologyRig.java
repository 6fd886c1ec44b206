package io.tidewatch.topology;

import io.tidewatch.registry.InMemoryRegistry;
import io.tidewatch.registry.IncompatibleSchemaException;
import io.tidewatch.registry.WireFormat;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;

/** The topology as production builds it, driven without a broker. */
final class TopologyRig implements AutoCloseable {
    static final Instant NOW = Instant.ofEpochMilli(1_700_000_000_000L);

    /** How long a record may wait for the registry here. */
    static final Duration PATIENCE = Duration.ofSeconds(2);

    static final OutputLimits NO_LIMITS = new OutputLimits(Long.MAX_VALUE, "lz4", Map.of());

    final Recorder recorder = new Recorder();
    final InMemoryRegistry registry = new InMemoryRegistry();
    final Readings readings;
    final PatientRegistry patient;
    final TopologyTestDriver driver;
    private final TestInputTopic<byte[], byte[]> input;
    private final TestOutputTopic<byte[], byte[]> alerts;
    private final TestOutputTopic<byte[], byte[]> deadLetters;
    private boolean connected = true;
    private long beats;

    TopologyRig(TopologySpec spec, Path stateDirectory) {
        this(spec, stateDirectory, new Learning.Handed((entity, window, localMs, normal) -> {}));
    }

    TopologyRig(TopologySpec spec, Path stateDirectory, Learning learning) {
        readings = new Readings(registry);
        patient = new PatientRegistry(registry, recorder, PATIENCE, PATIENCE);
        Properties settings =
                StreamsSettings.of("tidewatch-d", stateDirectory, Map.of("bootstrap.servers", "127.0.0.1:1"));
        FaultHandling.of(spec, NO_LIMITS, recorder).into(settings);
        try {
            driver = new TopologyTestDriver(
                    DetectorTopology.build(
                            spec,
                            patient,
                            new Outputs(AlertSerializer.register(patient, TestSpecs.ALERTS), NO_LIMITS),
                            new ModelHolder(),
                            learning,
                            () -> connected ? ++beats : beats,
                            recorder),
                    settings,
                    NOW);
        } catch (IncompatibleSchemaException e) {
            throw new IllegalStateException(e);
        }
        ByteArraySerializer writer = new ByteArraySerializer();
        ByteArrayDeserializer reader = new ByteArrayDeserializer();
        input = driver.createInputTopic(TestSpecs.INPUT, writer, writer);
        alerts = driver.createOutputTopic(TestSpecs.ALERTS, reader, reader);
        deadLetters = driver.createOutputTopic(TestSpecs.DEAD_LETTERS, reader, reader);
    }

    void send(byte[] key, byte[] value, Headers headers) {
        input.pipeInput(new TestRecord<>(key, value, headers, NOW));
    }

    void send(byte[] key, byte[] value) {
        send(key, value, new RecordHeaders());
    }

    void send(String sensor, long atMs, double load) {
        send(Readings.key(sensor), readings.value(sensor, atMs, load));
    }

    void send(String topic, String sensor, long atMs, double load) {
        ByteArraySerializer writer = new ByteArraySerializer();
        driver.createInputTopic(topic, writer, writer)
                .pipeInput(new TestRecord<>(
                        Readings.key(sensor), readings.value(sensor, atMs, load), new RecordHeaders(), NOW));
    }

    /** Lets wall-clock time pass in the small steps in which it is looked at. */
    void pass(Duration time) {
        for (long ms = 0; ms < time.toMillis(); ms += 1_000) {
            driver.advanceWallClockTime(Duration.ofSeconds(1));
        }
    }

    void setConnected(boolean connected) {
        this.connected = connected;
    }

    List<TestRecord<byte[], byte[]>> alertRecords() {
        return alerts.readRecordsToList();
    }

    List<GenericRecord> alerts() {
        return alertRecords().stream().map(record -> alert(record.value())).toList();
    }

    List<TestRecord<byte[], byte[]>> deadLetters() {
        return deadLetters.readRecordsToList();
    }

    static GenericRecord alert(byte[] bytes) {
        try {
            return new GenericDatumReader<GenericRecord>(AlertSerializer.schema())
                    .read(
                            null,
                            DecoderFactory.get()
                                    .binaryDecoder(
                                            Arrays.copyOfRange(bytes, WireFormat.HEADER_BYTES, bytes.length), null));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        driver.close();
    }
}
