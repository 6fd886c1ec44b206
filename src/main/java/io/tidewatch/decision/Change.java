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
    /** Steps are normal again. */
    CLOSED,
    /** It has gone on for so long that it is the new normal; closed. */
    ADAPTED
}
