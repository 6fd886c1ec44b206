package io.tidewatch.topology;

import io.tidewatch.Alert;
import io.tidewatch.registry.IncompatibleSchemaException;
import io.tidewatch.registry.WireFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * Writes alerts as Avro in the Confluent wire format. Its schema id is known beforehand, so that no alert has to wait
 * for the registry. Safe for many threads.
 */
public final class AlertSerializer implements Serializer<Alert> {
    private final int schemaId;
    /** Made from the class, not from its schema, which names the class: Avro does not load classes by name. */
    private final SpecificDatumWriter<Alert> writer = new SpecificDatumWriter<>(Alert.class);

    /** @param schemaId of {@link #schema} in the registry */
    AlertSerializer(int schemaId) {
        this.schemaId = schemaId;
    }

    /**
     * Registers the alert schema for a topic (subject {@code <topic>-value}), waiting while the registry is away.
     *
     * @throws IncompatibleSchemaException when the subject holds another schema that this one is not compatible with
     */
    public static AlertSerializer register(PatientRegistry registry, String topic) throws IncompatibleSchemaException {
        return new AlertSerializer(registry.register(topic + "-value", schema()));
    }

    /** The alert schema as it stands in {@code schemas/alert.avsc}, without what the Java generator adds. */
    static Schema schema() {
        return new Schema.Parser()
                .parse(Alert.getClassSchema()
                        .toString()
                        .replace("{\"type\":\"string\",\"avro.java.string\":\"String\"}", "\"string\""));
    }

    @Override
    public byte @Nullable [] serialize(String topic, @Nullable Alert alert) {
        if (alert == null) {
            return null;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(4096);
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
        try {
            writer.write(alert, encoder);
            encoder.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("a buffer in memory cannot fail", e);
        }
        return WireFormat.wrap(schemaId, bytes.toByteArray());
    }
}
