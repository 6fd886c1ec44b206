package io.tidewatch.window;

import io.tidewatch.event.Event;
import io.tidewatch.event.FeatureMapping;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Consumer;

/** Sorts one entity's events into steps, and closes these oldest first: by length of time, or one for each event. */
interface StepCutter {

    /**
     * @param ordered whether the entity's events come in the order in which they were sent
     * @param closed receives the steps that the event's own time closes, if they do
     * @return 0, or by how much the event is late, milliseconds: its step had closed, and it was left out
     */
    long add(Event event, boolean ordered, Consumer<Step> closed);

    void closeUntil(long timeMs, Consumer<Step> closed);

    /** When the next step ends that has not closed; {@link Long#MAX_VALUE} when none will. */
    long nextEndMs();

    /** Steps that are open. */
    int size();

    /** Newest event time taken; {@link Long#MIN_VALUE} before the first. */
    long newestEventMs();

    /** The same for the current features, with all open steps; this one must not be used any more. */
    StepCutter withFeatures(List<FeatureSpec> now, FeatureMapping kept);

    void write(ByteBuffer out);

    void read(ByteBuffer in);
}
