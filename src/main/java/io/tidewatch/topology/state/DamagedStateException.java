package io.tidewatch.topology.state;

import org.apache.kafka.streams.errors.ProcessorStateException;

/**
 * Thrown when the local disk does not hold what was written there. Nothing is lost: the changelog holds all of it.
 *
 * <p>A new thread, with a consumer of its own, goes on from the last commit; Streams deletes the local state of one that
 * died. A {@code TaskCorruptedException} would not do it: Streams 4.3.1 would skip records.
 */
public final class DamagedStateException extends ProcessorStateException {
    private static final long serialVersionUID = 1L;

    DamagedStateException(Throwable cause) {
        super("local state is damaged: " + cause.getMessage(), cause);
    }
}
