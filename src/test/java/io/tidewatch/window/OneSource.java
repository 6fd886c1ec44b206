package io.tidewatch.window;

import io.tidewatch.event.Event;
import java.util.Set;

/** Events and times of tests that have one source partition. */
public final class OneSource {
    public static final int ID = 1;

    private OneSource() {}

    /** An event that brings the source to its own time. */
    public static SourcedEvent event(Event event) {
        return event(event, event.timestampMs());
    }

    public static SourcedEvent event(Event event, long sourceTimeMs) {
        return new SourcedEvent(event, ID, sourceTimeMs);
    }

    /** The watermark while the source is at a time. */
    public static Watermark at(long timeMs) {
        Watermark watermark = new Watermark(Set.of(ID));
        watermark.event(ID, timeMs);
        return watermark;
    }
}
