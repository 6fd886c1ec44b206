package io.tidewatch.codec;

import java.nio.ByteBuffer;

/**
 * Whole numbers in as few bytes as they need: zigzag, seven bits a byte, as Avro writes them. Buffers must be
 * big-endian, which is their default: most numbers take one byte or two, and two are written at once.
 */
public final class VarInt {

    private VarInt() {}

    public static void write(ByteBuffer out, long value) {
        long rest = (value << 1) ^ (value >> 63);
        while ((rest & ~0x3fffL) != 0) {
            out.put((byte) ((int) (rest & 0x7f | 0x80)));
            rest >>>= 7;
        }
        writeShort(out, (int) rest);
    }

    /** Writes a number of 0 or more, which takes less than one that may be negative. */
    public static void writeUnsigned(ByteBuffer out, int value) {
        int rest = value;
        while ((rest & ~0x3fff) != 0) {
            out.put((byte) (rest & 0x7f | 0x80));
            rest >>>= 7;
        }
        writeShort(out, rest);
    }

    private static void writeShort(ByteBuffer out, int value) {
        if (value < 0x80) {
            out.put((byte) value);
        } else {
            out.putShort((short) ((value & 0x7f | 0x80) << 8 | value >>> 7));
        }
    }

    /** Reads what {@link #writeUnsigned} wrote. */
    public static int readUnsigned(ByteBuffer in) {
        int value = 0;
        int shift = 0;
        int piece;
        do {
            piece = in.get();
            value |= (piece & 0x7f) << shift;
            shift += 7;
        } while ((piece & 0x80) != 0);
        return value;
    }

    public static long read(ByteBuffer in) {
        long value = 0;
        int shift = 0;
        int piece;
        do {
            piece = in.get();
            value |= (long) (piece & 0x7f) << shift;
            shift += 7;
        } while ((piece & 0x80) != 0);
        return (value >>> 1) ^ -(value & 1);
    }
}
