package io.tidewatch.service;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** Events per second over the last minute, second by second. Safe for many threads. */
public final class Throughput {
    private static final int SECONDS = 60;

    private final LongSupplier clockMs;
    private final AtomicLong events = new AtomicLong();
    private final long[] perSecond = new long[SECONDS];
    private long second;
    private long countedAtSecond;

    /** @param clockMs wall-clock time, epoch milliseconds */
    public Throughput(LongSupplier clockMs) {
        this.clockMs = clockMs;
        this.second = clockMs.getAsLong() / 1000;
    }

    /** Counts one event. */
    public void add() {
        events.incrementAndGet();
    }

    /** Events counted since the start. */
    public long total() {
        return events.get();
    }

    /** Events in each of the last full seconds, oldest first. To be asked at least once a minute to be exact. */
    public synchronized List<Long> history() {
        long now = clockMs.getAsLong() / 1000;
        long total = events.get();
        if (now > second) {
            long passed = now - second;
            long share = (total - countedAtSecond) / passed;
            for (long s = Math.max(second, now - SECONDS); s < now; s++) {
                perSecond[(int) (s % SECONDS)] = share;
            }
            second = now;
            countedAtSecond = total;
        }
        List<Long> history = new ArrayList<>(SECONDS);
        for (long s = now - SECONDS; s < now; s++) {
            history.add(perSecond[(int) (s % SECONDS)]);
        }
        return history;
    }
}
