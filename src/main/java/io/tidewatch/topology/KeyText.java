package io.tidewatch.topology;

import io.tidewatch.event.KeyFormat;
import io.tidewatch.event.KeyReader;
import io.tidewatch.event.RejectionReason;
import io.tidewatch.registry.UnknownSchemaException;
import io.tidewatch.registry.WireFormat;
import io.tidewatch.topology.KeyName.Named;
import io.tidewatch.topology.KeyName.Refused;
import io.tidewatch.topology.KeySchemas.KeySchema;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Names entities by the keys of their records.
 *
 * <p>With {@link KeyFormat#AUTO} a key in the wire format whose schema the registry knows is read as Avro; any other
 * key that is readable UTF-8 names itself; the rest is written in hex. There a key is no reason to reject a record
 * unless it is absent, empty, too long, or names a schema that is beyond the limits. With any other format it must be
 * written so. Belongs to one thread.
 */
final class KeyText {
    /** Longest key, bytes; the state of an entity is stored under it, and kept in memory while there is room. */
    static final int LONGEST_KEY_BYTES = 1024;

    private final KeyFormat format;
    private final KeySchemas schemas;

    /** @param record says whose key is being read */
    KeyText(KeyFormat format, PatientRegistry registry, Supplier<String> record) {
        this.format = format;
        this.schemas = new KeySchemas(registry, record);
    }

    /** What the key says; null for an absent or empty key. */
    @Nullable
    KeyName of(byte @Nullable [] key) {
        if (key == null || key.length == 0) {
            return null;
        }
        if (key.length > LONGEST_KEY_BYTES) {
            return new Refused(
                    RejectionReason.NO_KEY,
                    "the record's key has " + key.length + " bytes, more than " + LONGEST_KEY_BYTES);
        }
        return switch (format) {
            case AUTO -> asItLooks(key);
            case AVRO -> avro(key);
            case TEXT -> named(utf8(key), key, "UTF-8 text");
            case LONG ->
                named(key.length == Long.BYTES ? "" + ByteBuffer.wrap(key).getLong() : null, key, "a long of 8 bytes");
            case INT ->
                named(
                        key.length == Integer.BYTES ? "" + ByteBuffer.wrap(key).getInt() : null,
                        key,
                        "an int of 4 bytes");
            case BINARY -> new Named(HexFormat.of().formatHex(key));
        };
    }

    private KeyName asItLooks(byte[] key) {
        if (WireFormat.matches(key)) {
            int id = WireFormat.schemaId(key);
            Optional<KeySchema> schema = schemas.guess(id);
            if (schema.isPresent()) {
                KeyReader reader = schema.get().reader();
                if (reader == null) {
                    return unreadable(id, schema.get());
                }
                String text = read(reader, key);
                // When not, by chance only did the key look like Avro.
                if (text != null) {
                    return new Named(text);
                }
            }
        }
        String text = utf8(key);
        return new Named(
                text == null || text.chars().anyMatch(Character::isISOControl)
                        ? HexFormat.of().formatHex(key)
                        : text);
    }

    private KeyName avro(byte[] key) {
        if (!WireFormat.matches(key)) {
            return named(null, key, "in the wire format");
        }
        int id = WireFormat.schemaId(key);
        KeySchema schema;
        try {
            schema = schemas.find(id);
        } catch (UnknownSchemaException e) {
            return new Refused(RejectionReason.UNKNOWN_SCHEMA, "the key's schema id " + id + ": " + e.getMessage());
        }
        KeyReader reader = schema.reader();
        return reader == null ? unreadable(id, schema) : named(read(reader, key), key, "of its schema id " + id);
    }

    private @Nullable String read(KeyReader reader, byte[] key) {
        String text = reader.read(key, WireFormat.HEADER_BYTES);
        if (text != null) {
            schemas.read();
        }
        return text;
    }

    private static Refused unreadable(int id, KeySchema schema) {
        return new Refused(
                RejectionReason.UNREADABLE_SCHEMA, "the key's schema id " + id + " is not read: " + schema.fault());
    }

    /** @param wanted what the key is not when it has no name */
    private KeyName named(@Nullable String name, byte[] key, String wanted) {
        return name != null
                ? new Named(name)
                : new Refused(
                        RejectionReason.NO_KEY,
                        "the record's key of " + key.length + " bytes is not " + wanted + "; check input.key-format, "
                                + "which is " + format.label());
    }

    private static @Nullable String utf8(byte[] key) {
        if (isPlain(key)) {
            return new String(key, StandardCharsets.US_ASCII);
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(key))
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    /**
     * Whether it is readable ASCII: nearly every key is, and a decoder of its own for each costs as much as its
     * event's.
     */
    private static boolean isPlain(byte[] key) {
        for (byte b : key) {
            if (b < ' ' || b == 0x7f) {
                return false;
            }
        }
        return true;
    }
}
