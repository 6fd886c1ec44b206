package io.tidewatch.window;

import io.tidewatch.event.Event;

/**
 * An event with the source that it was read from.
 *
 * @param source id of the source partition (input topic and partition); {@link #UNKNOWN} in what an older release sent
 * @param sourceTimeMs time of the source when the event was read, this event included, see {@link SourceClock}; epoch
 *     milliseconds
 * @param offset of its record in the source partition; {@link #NO_OFFSET}
 */
public record SourcedEvent(Event event, int source, long sourceTimeMs, long offset) implements FromSource {
    /** In place of the id of a source: the event does not name one. */
    public static final int UNKNOWN = 0;

    /** In place of an offset: the event is not a record of a topic. */
    public static final long NO_OFFSET = -1;

    /** An event that is not a record of a topic. */
    public SourcedEvent(Event event, int source, long sourceTimeMs) {
        this(event, source, sourceTimeMs, NO_OFFSET);
    }
}
