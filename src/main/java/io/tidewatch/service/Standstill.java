package io.tidewatch.service;

import io.tidewatch.topology.InputProgress;
import java.util.concurrent.TimeUnit;

/**
 * For how long records have waited without progress, looked at time and again.
 *
 * <p>Only time in which the application runs counts, for while it restores its state it need not get on. But threads
 * that die and are replaced over and over again do not start the time anew: only a commit does.
 */
final class Standstill {
    private InputProgress before = InputProgress.NONE;
    private long lookedNs;
    private long uncommittedNs;
    private long unprocessedNs;

    Standstill(long startNs) {
        this.lookedNs = startNs;
    }

    /** @return seconds without a commit, or without a record processed */
    long look(boolean running, InputProgress now, long nowNs) {
        long passedNs = running ? nowNs - lookedNs : 0;
        boolean allRead = now.waiting() == 0;
        uncommittedNs = allRead || now.commits() > before.commits() ? 0 : uncommittedNs + passedNs;
        unprocessedNs = allRead || now.processed() > before.processed() ? 0 : unprocessedNs + passedNs;
        lookedNs = nowNs;
        before = now;
        // Nothing is waited for before the first fetch.
        return now.waiting() == InputProgress.UNKNOWN
                ? 0
                : TimeUnit.NANOSECONDS.toSeconds(
                        Math.max(uncommittedNs - now.commitInterval().toNanos(), unprocessedNs));
    }
}
