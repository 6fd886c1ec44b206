package io.tidewatch.topology;

import io.tidewatch.codec.VarInt;
import io.tidewatch.detector.FeatureHistory;
import io.tidewatch.event.Event;
import io.tidewatch.event.FeatureMapping;
import io.tidewatch.window.EventBytes;
import io.tidewatch.window.FromSource;
import io.tidewatch.window.Outage;
import io.tidewatch.window.SourceTime;
import io.tidewatch.window.SourcedEvent;
import java.nio.BufferOverflowException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * What sources send on as bytes, for the internal topic that brings the events of an entity together: a byte for
 * version and kind, the source, its time, and the event if it is one. An event that was written when the detector had
 * other features comes back with those of now. Safe for many threads.
 */
public final class FromSourceSerde implements Serde<FromSource> {
    /** What the release before wrote: an event without its source. */
    private static final byte PREVIOUS_EVENT = 1;

    /** Likewise: an event without the features that it is of. */
    private static final byte PREVIOUS_SOURCED_EVENT = 2;

    private static final byte ACTIVE = 3;
    private static final byte IDLE = 4;
    private static final byte EVENT = 5;

    /** Kind of the message of an idle source with an outage. */
    private static final byte OUTAGE = 6;

    private final FeatureHistory features;
    /** Of the features of now. */
    private final int fingerprint;

    /** @param features of the detector, and those of before, of which events may be */
    public FromSourceSerde(FeatureHistory features) {
        this.features = features;
        this.fingerprint = features.now().fingerprint();
    }

    @Override
    public Serializer<FromSource> serializer() {
        return (topic, sent) -> sent == null ? null : write(sent);
    }

    @Override
    public Deserializer<FromSource> deserializer() {
        return (topic, bytes) -> bytes == null ? null : read(bytes);
    }

    byte[] write(FromSource sent) {
        int capacity = 256;
        while (true) {
            try {
                ByteBuffer out = ByteBuffer.allocate(capacity);
                write(sent, out);
                return Arrays.copyOf(out.array(), out.position());
            } catch (BufferOverflowException e) {
                capacity *= 4;
            }
        }
    }

    private void write(FromSource sent, ByteBuffer out) {
        if (sent instanceof SourcedEvent sourced) {
            Event event = sourced.event();
            out.put(EVENT);
            out.putInt(fingerprint);
            out.putInt(sourced.source());
            VarInt.write(out, sourced.sourceTimeMs() - event.timestampMs());
            VarInt.write(out, sourced.offset());
            VarInt.writeUnsigned(out, event.features());
            VarInt.writeUnsigned(out, event.categories());
            EventBytes.write(out, event);
        } else if (sent instanceof SourceTime time) {
            Outage outage = time.outage();
            out.put(outage != null ? OUTAGE : time.idle() ? IDLE : ACTIVE);
            out.putInt(time.source());
            out.putLong(time.timeMs());
            if (outage != null) {
                out.putLong(outage.sinceMs());
                out.putInt(outage.speaker());
            }
        }
    }

    /** @throws IllegalArgumentException when the bytes are of another version, or damaged */
    FromSource read(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        try {
            FromSource sent = read(in);
            if (in.hasRemaining()) {
                throw new IllegalArgumentException("record in the internal topic goes on after its end");
            }
            return sent;
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("record in the internal topic ends early", e);
        }
    }

    private FromSource read(ByteBuffer in) {
        byte kind = in.get();
        return switch (kind) {
            case PREVIOUS_EVENT -> previousEvent(in);
            case PREVIOUS_SOURCED_EVENT -> event(in.getInt(), in);
            case EVENT -> ofNow(in.getInt(), event(in.getInt(), in));
            case ACTIVE, IDLE -> new SourceTime(in.getInt(), in.getLong(), kind == IDLE);
            case OUTAGE -> new SourceTime(in.getInt(), in.getLong(), true, Outage.since(in.getLong(), in.getInt()));
            default ->
                throw new IllegalArgumentException("record of kind " + kind
                        + " in the internal topic, known are " + PREVIOUS_EVENT + " to " + OUTAGE
                        + "; let the newer release that wrote it drain the topic, or reset the application");
        };
    }

    private static SourcedEvent previousEvent(ByteBuffer in) {
        String entity = previousText(in);
        long timestampMs = in.getLong();
        double[] values = new double[in.getShort() & 0xffff];
        for (int f = 0; f < values.length; f++) {
            values[f] = in.getDouble();
        }
        @Nullable String[] categories = new String[in.getShort() & 0xffff];
        for (int c = 0; c < categories.length; c++) {
            categories[c] = in.get() == 0 ? null : previousText(in);
        }
        return new SourcedEvent(new Event(entity, timestampMs, values, categories), SourcedEvent.UNKNOWN, timestampMs);
    }

    private static String previousText(ByteBuffer in) {
        byte[] utf8 = new byte[in.getShort() & 0xffff];
        in.get(utf8);
        return new String(utf8, StandardCharsets.UTF_8);
    }

    private SourcedEvent ofNow(int written, SourcedEvent sent) {
        if (written == fingerprint) {
            return sent;
        }
        FeatureMapping kept = features.keptOf(written)
                .orElseThrow(
                        () -> new IllegalArgumentException(
                                "event in the internal topic is of other features than the configured "
                                        + features.now().text()
                                        + "; start with those that wrote it until the topic is drained, or reset the application"));
        return new SourcedEvent(kept.event(sent.event()), sent.source(), sent.sourceTimeMs(), sent.offset());
    }

    private static SourcedEvent event(int source, ByteBuffer in) {
        long aheadMs = VarInt.read(in);
        long offset = VarInt.read(in);
        int features = VarInt.readUnsigned(in);
        int categories = VarInt.readUnsigned(in);
        if (features < 0 || categories < 0 || 8L * features + categories > in.remaining()) {
            throw new BufferUnderflowException();
        }
        Event event = EventBytes.read(in, features, categories);
        return new SourcedEvent(event, source, event.timestampMs() + aheadMs, offset);
    }
}
