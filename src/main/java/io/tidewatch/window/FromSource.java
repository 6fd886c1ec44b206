package io.tidewatch.window;

/** What a source partition sends on: its events, and between them how far its time has come. */
public sealed interface FromSource permits SourcedEvent, SourceTime {

    /** Id of the source partition. */
    int source();
}
