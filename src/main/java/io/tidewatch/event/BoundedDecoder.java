package io.tidewatch.event;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.InvalidNumberEncodingException;
import org.apache.avro.io.Decoder;
import org.apache.avro.util.Utf8;
import org.jspecify.annotations.Nullable;

/**
 * Reads Avro binary that lies in memory, and believes no size in it.
 *
 * <p>Avro's own decoder walks through any number of items that take no bytes, and what it checks against the bytes that
 * are left depends on its version and on system properties. Here a length is held against the bytes that are left
 * before anything is allocated; and since an item takes at least a byte, all arrays and maps together have no more
 * items than the binary has bytes, and {@value #EMPTY_ITEMS} that take none. Belongs to one thread.
 */
final class BoundedDecoder extends Decoder {
    /** Items of arrays that take no bytes, such as nulls, in one binary. */
    static final int EMPTY_ITEMS = 10_000;

    private byte[] bytes = {};
    private int position;
    private int end;
    private long itemsLeft;

    /** Begins to read the bytes from a position to their end. */
    @SuppressWarnings("ArrayParameter") // Read in place: a copy would cost as much as the reading.
    void reset(byte[] binary, int from) {
        this.bytes = binary;
        this.position = from;
        this.end = binary.length;
        this.itemsLeft = (long) binary.length - from + EMPTY_ITEMS;
    }

    boolean isEnd() {
        return position == end;
    }

    @Override
    public int remainingBytes() {
        return end - position;
    }

    @Override
    public void readNull() {
        // It takes no bytes.
    }

    @Override
    public boolean readBoolean() throws IOException {
        return next() == 1;
    }

    @Override
    public int readInt() throws IOException {
        int number = 0;
        for (int shift = 0; shift < 35; shift += 7) {
            int b = next();
            number |= (b & 0x7f) << shift;
            if (b >= 0) {
                return (number >>> 1) ^ -(number & 1);
            }
        }
        throw new InvalidNumberEncodingException("an int of more than 5 bytes");
    }

    @Override
    public long readLong() throws IOException {
        long number = 0;
        for (int shift = 0; shift < 70; shift += 7) {
            int b = next();
            number |= (b & 0x7fL) << shift;
            if (b >= 0) {
                return (number >>> 1) ^ -(number & 1);
            }
        }
        throw new InvalidNumberEncodingException("a long of more than 10 bytes");
    }

    @Override
    public float readFloat() throws IOException {
        return Float.intBitsToFloat(littleEndianInt(skip(4)));
    }

    @Override
    public double readDouble() throws IOException {
        int at = skip(8);
        return Double.longBitsToDouble(littleEndianInt(at) & 0xffffffffL | (long) littleEndianInt(at + 4) << 32);
    }

    @Override
    public Utf8 readString(@Nullable Utf8 old) throws IOException {
        int length = readLength();
        Utf8 text = old == null ? new Utf8() : old;
        text.setByteLength(length);
        System.arraycopy(bytes, skip(length), text.getBytes(), 0, length);
        return text;
    }

    @Override
    public String readString() throws IOException {
        return readString(null).toString();
    }

    @Override
    public void skipString() throws IOException {
        skip(readLength());
    }

    @Override
    public ByteBuffer readBytes(@Nullable ByteBuffer old) throws IOException {
        int length = readLength();
        ByteBuffer read = old == null || old.capacity() < length ? ByteBuffer.allocate(length) : old.clear();
        read.put(bytes, skip(length), length).flip();
        return read;
    }

    @Override
    public void skipBytes() throws IOException {
        skip(readLength());
    }

    @Override
    public void readFixed(byte[] into, int start, int length) throws IOException {
        System.arraycopy(bytes, skip(length), into, start, length);
    }

    @Override
    public void skipFixed(int length) throws IOException {
        skip(length);
    }

    @Override
    public int readEnum() throws IOException {
        return readInt();
    }

    @Override
    public int readIndex() throws IOException {
        return readInt();
    }

    @Override
    public long readArrayStart() throws IOException {
        return readItems();
    }

    @Override
    public long arrayNext() throws IOException {
        return readItems();
    }

    @Override
    public long skipArray() throws IOException {
        return skipItems();
    }

    @Override
    public long readMapStart() throws IOException {
        return readItems();
    }

    @Override
    public long mapNext() throws IOException {
        return readItems();
    }

    @Override
    public long skipMap() throws IOException {
        return skipItems();
    }

    /**
     * The number of items in the next block; 0 ends them. A negative number stands before the block's size in bytes.
     */
    private long readItems() throws IOException {
        long count = readLong();
        if (count < 0) {
            checked(readLong());
            count = -count;
        }
        return items(count);
    }

    /** Skips blocks that state their size; returns the number of items in the first that does not, 0 at the end. */
    private long skipItems() throws IOException {
        long count = readLong();
        while (count < 0) {
            skip(readLength());
            count = readLong();
        }
        return items(count);
    }

    private long items(long count) {
        // The smallest long is its own negative.
        if (count < 0 || count > itemsLeft) {
            throw new AvroRuntimeException("an array or map of more items than the record has bytes");
        }
        itemsLeft -= count;
        return count;
    }

    private int readLength() throws IOException {
        return checked(readLong());
    }

    private int checked(long length) throws EOFException {
        if (length < 0) {
            throw new AvroRuntimeException("a length of " + length);
        }
        if (length > end - position) {
            throw new EOFException("a length of " + length + " with " + (end - position) + " bytes left");
        }
        return (int) length;
    }

    /** Goes on by some bytes; where they began. */
    private int skip(int length) throws EOFException {
        int at = position;
        position += checked(length);
        return at;
    }

    private byte next() throws EOFException {
        if (position == end) {
            throw new EOFException();
        }
        return bytes[position++];
    }

    private int littleEndianInt(int at) {
        return bytes[at] & 0xff
                | (bytes[at + 1] & 0xff) << 8
                | (bytes[at + 2] & 0xff) << 16
                | (bytes[at + 3] & 0xff) << 24;
    }
}
