package io.tidewatch.topology;

import org.apache.kafka.streams.errors.StreamsException;

/** Tasks of a stream thread are to begin anew, which only another thread does from their last commit on. */
final class CorruptedTasksException extends StreamsException {
    private static final long serialVersionUID = 1L;

    CorruptedTasksException() {
        super("a transaction could not be committed, as when the broker is away; its records are read again");
    }
}
