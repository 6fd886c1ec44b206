package io.tidewatch.event;

import io.tidewatch.text.Readable;

/** What became of a record: an {@link Event}, or a reason why not. */
public sealed interface Extraction permits Event, Extraction.Rejected {

    /**
     * The record cannot become an event.
     *
     * @param detail names the field and what was found, for a person; cut at {@value #LONGEST_DETAIL_BYTES} bytes of
     *     UTF-8
     */
    record Rejected(RejectionReason reason, String detail) implements Extraction {
        /** Longest detail, bytes of UTF-8: it stands in headers and log lines. */
        public static final int LONGEST_DETAIL_BYTES = 1024;

        /** The detail may quote the record, or its schema. */
        public Rejected {
            detail = BoundedText.cut(Readable.text(detail), LONGEST_DETAIL_BYTES);
        }
    }
}
