package io.tidewatch.decision;

/** How much an incident matters to a person, see {@link AlertPolicy#severity}; the later, the more. */
public enum Severity {
    WARNING,
    MAJOR,
    CRITICAL
}
