package io.tidewatch.window;

import java.util.Locale;

/** Why an event was left out of its entity's steps. */
public enum LeftOut {
    /** It came after its step had closed. */
    LATE,
    /** It was a jump ahead of its source, and the next events proved its time wrong. */
    EARLY;

    /** As it stands in metrics and on the page: lower case. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
