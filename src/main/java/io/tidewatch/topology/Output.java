package io.tidewatch.topology;

import java.util.Locale;

/** What the topology publishes. */
public enum Output {
    ALERT,
    DEAD_LETTER;

    /** As it stands in metrics and logs: lower case, with dashes. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
