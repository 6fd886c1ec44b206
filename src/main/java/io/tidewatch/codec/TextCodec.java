package io.tidewatch.codec;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Strings in state bytes: UTF-8 after its length. */
public final class TextCodec {

    private TextCodec() {}

    public static void write(ByteBuffer out, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        VarInt.write(out, bytes.length);
        out.put(bytes);
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
