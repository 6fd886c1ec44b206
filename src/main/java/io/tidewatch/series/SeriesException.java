package io.tidewatch.series;

import org.jspecify.annotations.Nullable;

/** A series file cannot be used: it names the file, line and column, what is wrong, and what to do. */
public final class SeriesException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public SeriesException(String message) {
        super(message);
    }

    public SeriesException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
