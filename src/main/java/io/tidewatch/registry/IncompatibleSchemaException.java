package io.tidewatch.registry;

/** The subject's compatibility rule refuses the schema. */
public final class IncompatibleSchemaException extends Exception {
    private static final long serialVersionUID = 1L;

    public IncompatibleSchemaException(String message) {
        super(message);
    }
}
