package io.tidewatch.event;

/** What became of a record: an event, or a reason why not. */
public sealed interface Extraction {

    /** The record became an event. */
    record Extracted(Event event) implements Extraction {}

    /**
     * The record cannot become an event.
     *
     * @param detail names the field and what was found, for a person
     */
    record Rejected(RejectionReason reason, String detail) implements Extraction {}
}
