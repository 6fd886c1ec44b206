package io.tidewatch.window;

import io.tidewatch.codec.VarInt;
import java.nio.ByteBuffer;

/**
 * Whether all events of an entity come from one source: then they come in the order in which they were sent.
 *
 * <p>A new entity counts as having one source only after all sources have been read a window further than its first
 * event. An entity that has had events from two sources never counts so again.
 */
final class Origin {
    /** So many events must have come from one source: with several sources that is very unlikely. */
    private static final int ENOUGH_EVENTS = 16;

    private static final int SEVERAL = -1;

    private final long windowMs;
    private int source;
    private long firstMs;
    /**
     * Events seen, up to {@link #ENOUGH_EVENTS}; one more when the source is known to be the only one; or {@link
     * #SEVERAL}.
     */
    private int seen;

    /** @param windowMs how much further than its first event all sources must have been read */
    Origin(long windowMs) {
        this.windowMs = windowMs;
    }

    /** Takes the source of an event, and says whether it is the only one. */
    boolean isOne(int from, long eventMs, long watermarkMs) {
        if (seen == SEVERAL || from == SourcedEvent.UNKNOWN) {
            return false;
        }
        if (seen == 0) {
            source = from;
            firstMs = eventMs;
        }
        if (from != source) {
            seen = SEVERAL;
            return false;
        }
        boolean readOn = watermarkMs != Watermark.NONE && watermarkMs - windowMs >= firstMs;
        if (seen < ENOUGH_EVENTS || (seen == ENOUGH_EVENTS && readOn)) {
            seen++;
        }
        return seen > ENOUGH_EVENTS;
    }

    /** Id of the only source; {@link SourcedEvent#UNKNOWN} while there may be others. */
    int only() {
        return seen > ENOUGH_EVENTS ? source : SourcedEvent.UNKNOWN;
    }

    void write(ByteBuffer out, long eventMs) {
        VarInt.write(out, seen);
        if (seen > 0) {
            out.putInt(source);
        }
        if (seen > 0 && seen <= ENOUGH_EVENTS) {
            VarInt.write(out, eventMs - firstMs);
        }
    }

    void read(ByteBuffer in, long eventMs) {
        seen = (int) VarInt.read(in);
        if (seen > 0) {
            source = in.getInt();
        }
        if (seen > 0 && seen <= ENOUGH_EVENTS) {
            firstMs = eventMs - VarInt.read(in);
        }
    }
}
