package io.tidewatch.learning;

import io.tidewatch.event.Event;
import java.util.Set;

/** Takes past events, each in the order of its source. */
public interface EventSink {

    /** Starts with other sources: partitions of topics, or a file. */
    void sources(Set<Integer> ids);

    /** Takes one event. */
    void add(Event event, int source);

    /** Notes that a source has been read to its end. */
    void ended(int source);
}
