package io.tidewatch.window;

import java.nio.ByteBuffer;

/**
 * A time without events of a source.
 *
 * @param speaker hash of the name of the entity that reports it, see {@link SourceClock#speaker}
 * @param sinceMs the time that the source had reached when it fell silent, epoch milliseconds
 * @param untilMs its time at the next event; {@link #OPEN} before that
 */
public record Outage(int speaker, long sinceMs, long untilMs) {
    /** In place of the end: the outage continues. */
    public static final long OPEN = Long.MAX_VALUE;

    public static Outage since(long sinceMs, int speaker) {
        return new Outage(speaker, sinceMs, OPEN);
    }

    /** This outage after its source has reached a time: it ends if that time is later than its begin. */
    Outage reached(long timeMs) {
        return untilMs == OPEN && timeMs > sinceMs ? new Outage(speaker, sinceMs, timeMs) : this;
    }

    /**
     * Whether a step lies in it as a whole. One that lies in it in part says what an entity that sent nothing did while
     * others could send.
     */
    boolean covers(long startMs, long endMs) {
        return startMs >= sinceMs && endMs <= untilMs;
    }

    public byte[] write() {
        return ByteBuffer.allocate(Integer.BYTES + 2 * Long.BYTES)
                .putInt(speaker)
                .putLong(sinceMs)
                .putLong(untilMs)
                .array();
    }

    public static Outage read(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        return new Outage(in.getInt(), in.getLong(), in.getLong());
    }
}
