package io.tidewatch.topology;

/** The process is shutting down, and a thread gives up what it was waiting for. */
public final class StoppedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StoppedException(String message) {
        super(message);
    }
}
