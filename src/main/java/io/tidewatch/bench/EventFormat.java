package io.tidewatch.bench;

import io.tidewatch.event.EventSpec;
import io.tidewatch.event.TimeUnitOfField;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;

/**
 * Avro events in the Confluent wire format: entity, time and nullable numbers, with fields around them that no detector
 * asks for, as real events have. Owns a buffer, so one instance belongs to one thread.
 */
final class EventFormat {
    static final String ENTITY_FIELD = "device";
    static final String TIME_FIELD = "timestamp";

    private static final long AHEAD_MS = 86_400_000;

    private final int schemaId;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
    private final BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);

    /** @param schemaId of {@link #schema} in the registry */
    EventFormat(int schemaId) {
        this.schemaId = schemaId;
    }

    static List<String> featureNames(int features) {
        return IntStream.range(0, features).mapToObj(f -> "value" + f).toList();
    }

    static Schema schema(int features) {
        var fields = SchemaBuilder.record("Measurement")
                .namespace("io.tidewatch.bench")
                .fields()
                .requiredString("site")
                .requiredString(ENTITY_FIELD)
                .name(TIME_FIELD)
                .type(LogicalTypes.timestampMillis().addToSchema(Schema.create(Schema.Type.LONG)))
                .noDefault();
        for (String name : featureNames(features)) {
            fields = fields.optionalDouble(name);
        }
        return fields.requiredString("firmware")
                .requiredLong("uptime")
                .requiredBoolean("healthy")
                .endRecord();
    }

    /** Name of an entity: its field, and as UTF-8 its record key. */
    static String entityName(int entity) {
        return String.format(Locale.ROOT, "device-%07d", entity);
    }

    static byte[] key(int entity) {
        return entityName(entity).getBytes(StandardCharsets.UTF_8);
    }

    /** One event's bytes; NaN is missing. */
    byte[] write(byte[] entityName, long timeMs, double[] values) {
        bytes.reset();
        try {
            bytes.write(0);
            bytes.write(schemaId >>> 24);
            bytes.write(schemaId >>> 16);
            bytes.write(schemaId >>> 8);
            bytes.write(schemaId);
            encoder.writeString("plant-north");
            encoder.writeBytes(entityName);
            encoder.writeLong(timeMs);
            for (double value : values) {
                boolean missing = Double.isNaN(value);
                encoder.writeIndex(missing ? 0 : 1);
                if (!missing) {
                    encoder.writeDouble(value);
                }
            }
            encoder.writeString("4.3.1-stable");
            encoder.writeLong(timeMs / 1000);
            encoder.writeBoolean(true);
            encoder.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("a buffer in memory cannot fail", e);
        }
        return bytes.toByteArray();
    }

    /** Where a detector finds what it needs; {@code entityInKey}: the record's key names the entity, not the field. */
    static EventSpec spec(int features, boolean entityInKey) {
        return new EventSpec(
                entityInKey ? Optional.empty() : Optional.of(ENTITY_FIELD),
                Optional.of(TIME_FIELD),
                TimeUnitOfField.MILLIS,
                featureNames(features),
                List.of(),
                0,
                AHEAD_MS);
    }
}
