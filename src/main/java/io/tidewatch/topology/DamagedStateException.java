package io.tidewatch.topology;

import org.apache.kafka.streams.errors.ProcessorStateException;

/**
 * What is on the local disk is not what was written there. Nothing is lost: the changelog holds all of it.
 *
 * <p>Not a {@code TaskCorruptedException}, with which Streams would make the task anew: when that happens while records are
 * processed, its consumer does not go back to the last commit (Streams 4.3.1 closes the task that knows where to in the
 * rebalance that follows), and what was fetched is skipped. A new thread with a consumer of its own does, see {@link
 * UncaughtFaults}; Streams deletes the local state of one that died.
 */
final class DamagedStateException extends ProcessorStateException {
    private static final long serialVersionUID = 1L;

    DamagedStateException(Throwable cause) {
        super("local state is damaged: " + cause.getMessage(), cause);
    }
}
