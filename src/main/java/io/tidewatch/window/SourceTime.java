package io.tidewatch.window;

/**
 * What a source tells between its events.
 *
 * @param source id of the source partition
 * @param timeMs its time, see {@link SourceClock}, which goes on with the wall clock while the source is idle;
 *     {@link SourceClock#NONE} when it never had an event
 * @param idle whether there is nothing to read, and has not been for some time
 */
public record SourceTime(int source, long timeMs, boolean idle) implements FromSource {}
