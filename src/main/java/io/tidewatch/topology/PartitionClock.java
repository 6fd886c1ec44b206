package io.tidewatch.topology;

/**
 * The time of one partition: the newest event time seen, going on with the wall clock while the partition is quiet.
 *
 * <p>Quiet time is only what this process has seen pass: looks at the clock that are far apart (a thread that waited for
 * the registry, a long pause, a restart) count as {@link #LONGEST_LOOK_MS}, for nobody knows what came in meanwhile. So
 * silence is found late after a fault, never falsely.
 */
final class PartitionClock {
    /** How often to look, milliseconds. */
    static final long LOOK_EVERY_MS = 1_000;

    /** Longest time between two looks that counts in full, milliseconds. */
    static final long LONGEST_LOOK_MS = 3 * LOOK_EVERY_MS;

    private final long quietMs;
    private long timeMs;
    private long quietForMs;
    private long lookedAtMs;

    /**
     * @param quietMs without records for this long, the partition is quiet; milliseconds
     * @param timeMs where the clock stood; {@link Long#MIN_VALUE} when it never ran
     * @param nowMs wall-clock time
     */
    PartitionClock(long quietMs, long timeMs, long nowMs) {
        this.quietMs = quietMs;
        this.timeMs = timeMs;
        this.lookedAtMs = nowMs;
    }

    /** Partition time, epoch milliseconds; never goes back. */
    long timeMs() {
        return timeMs;
    }

    /** Takes the time of an event. */
    void event(long eventMs, long nowMs) {
        timeMs = Math.max(timeMs, eventMs);
        quietForMs = 0;
        lookedAtMs = nowMs;
    }

    /**
     * Looks at the wall clock.
     *
     * @param connected whether the broker has answered since the last look; a partition that cannot be read is not quiet
     * @return whether the partition's time went on
     */
    boolean look(long nowMs, boolean connected) {
        long passedMs = Math.min(Math.max(0, nowMs - lookedAtMs), LONGEST_LOOK_MS);
        lookedAtMs = nowMs;
        if (!connected || timeMs == Long.MIN_VALUE) {
            return false;
        }
        long before = quietForMs;
        quietForMs += passedMs;
        if (quietForMs < quietMs) {
            return false;
        }
        timeMs += before < quietMs ? quietForMs : passedMs;
        return true;
    }
}
