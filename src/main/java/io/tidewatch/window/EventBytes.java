package io.tidewatch.window;

import io.tidewatch.codec.TextCodec;
import io.tidewatch.codec.VarInt;
import io.tidewatch.event.Event;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Events in state bytes and in internal topics, without the number of their values, which the reader knows. */
public final class EventBytes {

    private EventBytes() {}

    public static void write(ByteBuffer out, Event event) {
        TextCodec.write(out, event.entity());
        VarInt.write(out, event.timestampMs());
        for (int f = 0; f < event.features(); f++) {
            out.putDouble(event.value(f));
        }
        for (int c = 0; c < event.categories(); c++) {
            TextCodec.writeOptional(out, event.category(c));
        }
    }

    /** @throws java.nio.BufferUnderflowException when the bytes end before the event does */
    public static Event read(ByteBuffer in, int features, int categoryFields) {
        String entity = TextCodec.read(in);
        long timestampMs = VarInt.read(in);
        double[] values = new double[features];
        for (int f = 0; f < features; f++) {
            values[f] = in.getDouble();
        }
        @Nullable String[] categories = new String[categoryFields];
        for (int c = 0; c < categoryFields; c++) {
            categories[c] = TextCodec.readOptional(in);
        }
        return new Event(entity, timestampMs, values, categories);
    }
}
