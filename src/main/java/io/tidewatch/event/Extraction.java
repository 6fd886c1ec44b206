package io.tidewatch.event;

import io.tidewatch.text.Readable;

/** What became of a record: an event, or a reason why not. */
public sealed interface Extraction {

    /** The record became an event. */
    record Extracted(Event event) implements Extraction {}

    /**
     * The record cannot become an event.
     *
     * @param detail names the field and what was found, for a person
     */
    record Rejected(RejectionReason reason, String detail) implements Extraction {

        /** The detail may quote the record, or its schema. */
        public Rejected {
            detail = Readable.text(detail);
        }
    }
}
