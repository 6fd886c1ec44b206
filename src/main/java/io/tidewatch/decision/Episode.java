package io.tidewatch.decision;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Evidence in the window of one entity that is anomalous.
 *
 * @param startedMs start of its first step, epoch milliseconds
 * @param threshold the score that it took
 * @param peak highest score so far
 */
record Episode(long startedMs, double threshold, double peak, AnomalyKind kind) {

    Episode with(double newPeak, AnomalyKind newKind) {
        return new Episode(startedMs, threshold, newPeak, newKind);
    }

    /** Writes an episode, or that there is none. */
    static void write(@Nullable Episode episode, ByteBuffer out) {
        out.put((byte) (episode != null ? 1 : 0));
        if (episode != null) {
            out.putLong(episode.startedMs);
            out.putDouble(episode.threshold);
            out.putDouble(episode.peak);
            out.put((byte) episode.kind.ordinal());
        }
    }

    /** Reads what {@link #write} wrote; null when there was none. */
    static @Nullable Episode read(ByteBuffer in) {
        return in.get() == 0
                ? null
                : new Episode(in.getLong(), in.getDouble(), in.getDouble(), AnomalyKind.values()[in.get()]);
    }
}
