package io.tidewatch.registry;

/** The registry answered, and has no such schema, or none that can be read. */
public final class UnknownSchemaException extends Exception {
    private static final long serialVersionUID = 1L;

    public UnknownSchemaException(String message) {
        super(message);
    }
}
