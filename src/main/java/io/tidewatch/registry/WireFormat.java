package io.tidewatch.registry;

import java.nio.ByteBuffer;

/** The Confluent wire format: magic byte 0, schema id as four bytes big-endian, then Avro binary. */
public final class WireFormat {

    /** Bytes before the Avro binary. */
    public static final int HEADER_BYTES = 5;

    private static final byte MAGIC = 0;

    private WireFormat() {}

    /** Whether the bytes start with the magic byte and room for a schema id. */
    public static boolean matches(byte[] bytes) {
        return bytes.length >= HEADER_BYTES && bytes[0] == MAGIC;
    }

    /** The schema id of bytes that {@linkplain #matches match}. */
    public static int schemaId(byte[] bytes) {
        return ByteBuffer.wrap(bytes).getInt(1);
    }

    /** Puts the header before Avro binary. */
    public static byte[] wrap(int schemaId, byte[] avro) {
        return ByteBuffer.allocate(HEADER_BYTES + avro.length)
                .put(MAGIC)
                .putInt(schemaId)
                .put(avro)
                .array();
    }
}
