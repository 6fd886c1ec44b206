package io.tidewatch.window;

import io.tidewatch.codec.VarInt;
import java.nio.ByteBuffer;

/**
 * How far an entity's events usually are behind the time of their source: the largest recent lag, which is forgotten
 * slowly.
 *
 * <p>A lag longer than a window does not come from disorder but from old data, such as data that are loaded again. It
 * replaces the known lag at once.
 */
final class Lag {
    /** While so much time passes, the lag falls by one part of that time. */
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
