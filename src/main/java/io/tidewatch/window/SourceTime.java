package io.tidewatch.window;

import org.jspecify.annotations.Nullable;

/**
 * What a source tells between its events.
 *
 * @param source id of the source partition
 * @param timeMs its time, see {@link SourceClock}, which goes on with the wall clock while the source is idle;
 *     {@link SourceClock#NONE} when it never had an event
 * @param idle whether there is nothing to read, and has not been for some time
 * @param outage since when an idle source has been silent, and who speaks for it; null when it is not idle, never had
 *     an event, or an older release told it
 */
public record SourceTime(
        int source, long timeMs, boolean idle, @Nullable Outage outage) implements FromSource {

    /** Of a source that tells of no outage. */
    public SourceTime(int source, long timeMs, boolean idle) {
        this(source, timeMs, idle, null);
    }
}
