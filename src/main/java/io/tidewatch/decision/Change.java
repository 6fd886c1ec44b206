package io.tidewatch.decision;

/** What a step changes of an entity's episode or incident. */
public enum Change {
    /** Nothing to report. */
    NONE,
    OPENED,
    /** It is clearly worse. */
    WORSE,
    /** It goes on, or turns out to be of another kind. */
    CONTINUES,
    CLOSED
}
