package io.tidewatch.alert;

/** Why an incident ends. */
public enum IncidentEnd {
    /** Steps were normal again. */
    NORMAL,
    /** It has gone on for so long that what was odd is the new normal. */
    ADAPTED,
    /** The entity has sent nothing for so long that it is gone. */
    GONE
}
