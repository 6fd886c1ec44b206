package io.tidewatch.window;

import org.jspecify.annotations.Nullable;

/**
 * The state that a source reports between its events.
 *
 * @param source id of the source partition
 * @param timeMs its time, see {@link SourceClock}, which advances with the wall clock while the source is idle;
 *     {@link SourceClock#NONE} when it never had an event
 * @param idle whether there is nothing to read, and has not been for some time
 * @param outage since when an idle source has been silent, and which entity reports it; null when it is not idle, never
 *     had an event, or runs in an older release
 */
public record SourceTime(
        int source, long timeMs, boolean idle, @Nullable Outage outage) implements FromSource {

    /** The state of a source without an outage. */
    public SourceTime(int source, long timeMs, boolean idle) {
        this(source, timeMs, idle, null);
    }
}
