package io.tidewatch.topology;

import io.tidewatch.event.Event;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * Events as bytes, for the internal topic that brings the events of an entity together. Version byte, entity, time,
 * values, categories. Safe for many threads.
 */
public final class EventSerde implements Serde<Event> {
    private static final byte VERSION = 1;

    @Override
    public Serializer<Event> serializer() {
        return (topic, event) -> event == null ? null : write(event);
    }

    @Override
    public Deserializer<Event> deserializer() {
        return (topic, bytes) -> bytes == null ? null : read(bytes);
    }

    static byte[] write(Event event) {
        ByteArrayOutputStream buffer = new ByteArrayOutputStream(64 + 8 * event.features());
        try (DataOutputStream out = new DataOutputStream(buffer)) {
            out.writeByte(VERSION);
            out.writeUTF(event.entity());
            out.writeLong(event.timestampMs());
            out.writeShort(event.features());
            for (int i = 0; i < event.features(); i++) {
                out.writeDouble(event.value(i));
            }
            out.writeShort(event.categories());
            for (int i = 0; i < event.categories(); i++) {
                String category = event.category(i);
                out.writeBoolean(category != null);
                if (category != null) {
                    out.writeUTF(category);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("a buffer in memory cannot fail", e);
        }
        return buffer.toByteArray();
    }

    /** @throws IllegalArgumentException when the bytes are of another version, or damaged */
    static Event read(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            byte version = in.readByte();
            if (version != VERSION) {
                throw new IllegalArgumentException(
                        "event of format version " + version + " in the internal topic, known is " + VERSION
                                + "; let the older release drain it, or reset the application");
            }
            String entity = in.readUTF();
            long timestampMs = in.readLong();
            double[] values = new double[in.readUnsignedShort()];
            for (int i = 0; i < values.length; i++) {
                values[i] = in.readDouble();
            }
            @Nullable String[] categories = new String[in.readUnsignedShort()];
            for (int i = 0; i < categories.length; i++) {
                categories[i] = in.readBoolean() ? in.readUTF() : null;
            }
            if (in.read() != -1) {
                throw new IllegalArgumentException("event in the internal topic goes on after its end");
            }
            return new Event(entity, timestampMs, values, categories);
        } catch (IOException e) {
            throw new IllegalArgumentException("event in the internal topic ends early", e);
        }
    }
}
