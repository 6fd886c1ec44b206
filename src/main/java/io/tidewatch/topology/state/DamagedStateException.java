package io.tidewatch.topology.state;

import io.tidewatch.topology.ThreadPerCorruption;
import io.tidewatch.topology.UncaughtFaults;
import org.apache.kafka.streams.errors.ProcessorStateException;

/**
 * Thrown when the local disk does not hold what was written there. Nothing is lost: the changelog holds all of it.
 *
 * <p>A new thread, with a consumer of its own, continues from the last commit, see {@link UncaughtFaults}; Streams
 * deletes the local state of the thread that died. A {@code TaskCorruptedException} is not enough, see {@link
 * ThreadPerCorruption}.
 */
public final class DamagedStateException extends ProcessorStateException {
    private static final long serialVersionUID = 1L;

    DamagedStateException(Throwable cause) {
        super("local state is damaged: " + cause.getMessage(), cause);
    }
}
