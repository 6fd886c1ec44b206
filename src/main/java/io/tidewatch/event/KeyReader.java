package io.tidewatch.event;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericFixed;
import org.jspecify.annotations.Nullable;

/**
 * Names entities by keys in the Avro binary of one schema: a text or number as it is, bytes in hex, a record as JSON with
 * its fields in the schema's order. Belongs to one thread.
 */
public final class KeyReader {
    private final GenericDatumReader<Object> reader;
    private final BoundedDecoder decoder = new BoundedDecoder();

    /** @param schema that the keys were written with, within {@link SchemaLimits} */
    public KeyReader(Schema schema) {
        this.reader = new GenericDatumReader<>(schema, schema, new GenericData());
    }

    /**
     * The name that a key stands for.
     *
     * @param from where its Avro binary starts; it goes on to the end
     * @return null when the bytes contradict the schema, or hold null
     */
    public @Nullable String read(byte[] key, int from) {
        try {
            decoder.reset(key, from);
            Object value = reader.read(null, decoder);
            return decoder.isEnd() && value != null ? name(value) : null;
        } catch (IOException | RuntimeException | StackOverflowError e) {
            // Any bytes may come in: Avro answers with many kinds of exceptions, and with endless recursion.
            return null;
        }
    }

    private static String name(Object value) {
        if (value instanceof ByteBuffer bytes) {
            return HexFormat.of().formatHex(bytes.array(), bytes.position(), bytes.limit());
        }
        if (value instanceof GenericFixed fixed && !Texts.canName(fixed.getSchema())) {
            return HexFormat.of().formatHex(fixed.bytes());
        }
        return Texts.read(value);
    }
}
