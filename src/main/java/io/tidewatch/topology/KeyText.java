package io.tidewatch.topology;

import io.tidewatch.registry.UnknownSchemaException;
import io.tidewatch.registry.WireFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.jspecify.annotations.Nullable;

/**
 * Names entities by the keys of their records.
 *
 * <p>A key in the wire format whose schema the registry knows is read as Avro: a text or number as it is, a record as
 * JSON with its fields in the schema's order. Any other key that is readable UTF-8 names itself; the rest is written in
 * hex. A key is never a reason to reject a record unless it is absent or empty. Belongs to one thread.
 */
final class KeyText {
    private final PatientRegistry registry;
    private final Supplier<String> record;
    /** Ids that the registry did not know are kept too: a binary key may start with a zero by chance, again and again. */
    private final Map<Integer, Optional<Schema>> schemas = new HashMap<>();

    /** @param record says whose key is being read */
    KeyText(PatientRegistry registry, Supplier<String> record) {
        this.registry = registry;
        this.record = record;
    }

    /** The name; null for an absent or empty key. */
    @Nullable
    String of(byte @Nullable [] key) {
        if (key == null || key.length == 0) {
            return null;
        }
        if (WireFormat.matches(key)) {
            Optional<Schema> schema = schemas.computeIfAbsent(WireFormat.schemaId(key), this::lookUp);
            String text = schema.isPresent() ? avro(key, schema.get()) : null;
            if (text != null) {
                return text;
            }
        }
        String text = utf8(key);
        return text == null ? HexFormat.of().formatHex(key) : text;
    }

    private Optional<Schema> lookUp(int id) {
        try {
            return Optional.of(registry.byId(id, record.get()));
        } catch (UnknownSchemaException e) {
            return Optional.empty();
        }
    }

    private static @Nullable String avro(byte[] key, Schema schema) {
        try {
            BinaryDecoder decoder = DecoderFactory.get()
                    .binaryDecoder(key, WireFormat.HEADER_BYTES, key.length - WireFormat.HEADER_BYTES, null);
            Object value = new GenericDatumReader<>(schema, schema, new GenericData()).read(null, decoder);
            return decoder.isEnd() && value != null ? value.toString() : null;
        } catch (IOException | RuntimeException | StackOverflowError e) {
            // By chance only did the key look like Avro.
            return null;
        }
    }

    private static @Nullable String utf8(byte[] key) {
        if (isPlain(key)) {
            return new String(key, StandardCharsets.US_ASCII);
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(key))
                    .toString();
            return text.chars().anyMatch(Character::isISOControl) ? null : text;
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    /** Whether it is readable ASCII: nearly every key is, and a decoder of its own for each costs as much as its event's. */
    private static boolean isPlain(byte[] key) {
        for (byte b : key) {
            if (b < ' ' || b == 0x7f) {
                return false;
            }
        }
        return true;
    }
}
