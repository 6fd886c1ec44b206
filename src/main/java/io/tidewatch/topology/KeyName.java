package io.tidewatch.topology;

import io.tidewatch.event.Extraction.Rejected;
import io.tidewatch.event.RejectionReason;

/** What a record's key says of its entity. */
sealed interface KeyName {

    /** The entity's name. */
    record Named(String text) implements KeyName {}

    record Refused(Rejected rejection) implements KeyName {
        Refused(RejectionReason reason, String detail) {
            this(new Rejected(reason, detail));
        }
    }
}
