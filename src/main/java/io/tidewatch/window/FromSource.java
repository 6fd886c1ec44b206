package io.tidewatch.window;

/**
 * A message of a source partition to the detector: an event, or between events the time that the source has reached.
 */
public sealed interface FromSource permits SourcedEvent, SourceTime {

    /** Id of the source partition. */
    int source();
}
