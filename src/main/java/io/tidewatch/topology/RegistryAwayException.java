package io.tidewatch.topology;

/** The registry stayed away for longer than a stream thread may wait in one place; the record is to be tried again. */
public final class RegistryAwayException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RegistryAwayException(String message, Throwable cause) {
        super(message, cause);
    }
}
