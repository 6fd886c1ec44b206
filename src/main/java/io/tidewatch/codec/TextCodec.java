package io.tidewatch.codec;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Strings in state bytes: UTF-8 after its length. */
public final class TextCodec {

    private TextCodec() {}

    public static void write(ByteBuffer out, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        VarInt.write(out, bytes.length);
        out.put(bytes);
    }

    /** Writes a text, or that there is none. */
    public static void writeOptional(ByteBuffer out, @Nullable String text) {
        out.put((byte) (text == null ? 0 : 1));
        if (text != null) {
            write(out, text);
        }
    }

    /** Reads what {@link #writeOptional} wrote. */
    public static @Nullable String readOptional(ByteBuffer in) {
        return in.get() == 0 ? null : read(in);
    }

    /** @throws java.nio.BufferUnderflowException when the bytes end before the text does */
    public static String read(ByteBuffer in) {
        int length = (int) VarInt.read(in);
        if (length < 0 || length > in.remaining()) {
            throw new java.nio.BufferUnderflowException();
        }
        String text = new String(in.array(), in.arrayOffset() + in.position(), length, StandardCharsets.UTF_8);
        in.position(in.position() + length);
        return text;
    }
}
