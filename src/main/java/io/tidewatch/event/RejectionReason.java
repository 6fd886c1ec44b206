package io.tidewatch.event;

/** Why a record cannot become an event. */
public enum RejectionReason {
    /** The record has no value (a tombstone). */
    NO_VALUE,
    /** The value does not start with magic byte 0 and a schema id. */
    NOT_WIRE_FORMAT,
    /** The registry knows no schema of that id. */
    UNKNOWN_SCHEMA,
    /** The schema of that id, or of the key, passes a limit of {@link SchemaLimits}, or nothing can be compiled for it. */
    UNREADABLE_SCHEMA,
    /** The schema of that id is not an Avro record. */
    NOT_A_RECORD,
    /** The bytes end early, go on after the end, or contradict the schema. */
    MALFORMED_AVRO,
    /** A configured field holds something of the wrong type: a feature that is no number, a time that is none. */
    WRONG_TYPE,
    /** The entity is absent, empty, too long to be a name, or a key that is not written as configured. */
    NO_KEY,
    /** The time field is absent or null. */
    NO_TIME,
    /** The event time is before the earliest, or too far ahead of the clock. */
    TIME_OUT_OF_RANGE,
    /** Our own code failed on it: a bug, whose stack trace is in the log. */
    PROCESSING_FAILED;

    /** As it stands in headers and metrics: lower case, with dashes. */
    public String label() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
}
