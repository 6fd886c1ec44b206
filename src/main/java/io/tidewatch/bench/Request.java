package io.tidewatch.bench;

import org.jspecify.annotations.Nullable;

/**
 * What the parent asks of a child process, as one line of JSON.
 *
 * @param spec of the run; null to close
 */
record Request(Action action, @Nullable RunSpec spec) {

    /** What to do. */
    enum Action {
        /** Runs a topology over its whole input and stops it. */
        MEASURE,
        /** Starts a topology, and answers when it has processed its whole input. */
        OPEN,
        /** Stops what was opened. */
        CLOSE
    }

    /**
     * What a child answers, as one line of JSON.
     *
     * @param result of the run; null when there is none
     * @param error why it failed; null when it did not
     */
    record Answer(@Nullable RunResult result, @Nullable String error) {}
}
