package io.tidewatch.topology;

import io.tidewatch.registry.SchemaRegistry;
import io.tidewatch.registry.WireFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;

/** Writes readings of sensors as the producers of an input topic do. */
public final class Readings {
    static final Schema SCHEMA = new Schema.Parser().parse("""
                    {"type":"record","name":"Reading","namespace":"plant","fields":[
                      {"name":"sensor","type":"string"},
                      {"name":"at","type":{"type":"long","logicalType":"timestamp-millis"}},
                      {"name":"load","type":["null","double"],"default":null}]}
                    """);

    private final int schemaId;

    Readings(SchemaRegistry registry) {
        this.schemaId = register(registry, TestSpecs.INPUT + "-value", SCHEMA);
    }

    static int register(SchemaRegistry registry, String subject, Schema schema) {
        try {
            return registry.register(subject, schema);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    static byte[] key(String sensor) {
        return sensor.getBytes(StandardCharsets.UTF_8);
    }

    byte[] value(String sensor, long atMs, double load) {
        GenericRecord reading = new GenericData.Record(SCHEMA);
        reading.put("sensor", sensor);
        reading.put("at", atMs);
        reading.put("load", load);
        return WireFormat.wrap(schemaId, avro(SCHEMA, reading));
    }

    static byte[] avro(Schema schema, Object datum) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
        try {
            new GenericDatumWriter<>(schema).write(datum, encoder);
            encoder.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
