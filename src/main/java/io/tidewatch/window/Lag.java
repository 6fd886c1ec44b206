package io.tidewatch.window;

import io.tidewatch.codec.VarInt;
import java.nio.ByteBuffer;

/**
 * By how much an entity's events usually come behind the time of their source: the largest of late, slowly forgotten.
 *
 * <p>A lag longer than a window is no disorder but another era, such as data that are loaded again: it is followed at once.
 */
final class Lag {
    /** While time passes by so much, the lag is forgotten by as much as one part of it. */
    private static final int FORGOTTEN_IN = 32;

    private final long windowMs;
    private long ms;

    /** @param windowMs longest lag that is remembered */
    Lag(long windowMs) {
        this.windowMs = windowMs;
    }

    /**
     * Takes the lag of an event.
     *
     * @param behindMs by how much it is behind its source
     * @param passedMs event time that has passed since the entity's newest event
     */
    void take(long behindMs, long passedMs) {
        if (behindMs > windowMs || ms > windowMs) {
            ms = Math.max(0, behindMs);
        } else {
            long kept = ms - Math.min(ms, Math.max(0, passedMs) / FORGOTTEN_IN);
            ms = Math.max(kept, behindMs);
        }
    }

    /** Milliseconds, 0 or more. */
    long ms() {
        return ms;
    }

    void write(ByteBuffer out) {
        VarInt.write(out, ms);
    }

    void read(ByteBuffer in) {
        ms = Math.max(0, VarInt.read(in));
    }
}
