package io.tidewatch.service;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/** Events in each second of the last minute. Safe for many threads; no thread waits for another. */
public final class Throughput {
    private static final int SECONDS = 60;

    /** More slots than seconds shown, so that the running second never takes the place of one that is read. */
    private static final int SLOTS = 64;

    private final LongSupplier clockMs;
    private final LongAdder total = new LongAdder();

    /** A slot holds the second it counts (upper half) beside the count (lower half), so that both change at once. */
    private final AtomicLongArray slots = new AtomicLongArray(SLOTS);

    /** @param clockMs wall-clock time, epoch milliseconds */
    public Throughput(LongSupplier clockMs) {
        this.clockMs = clockMs;
    }

    /** Counts one event. */
    public void add() {
        total.increment();
        long second = clockMs.getAsLong() / 1000;
        int slot = (int) (second % SLOTS);
        long seen;
        long next;
        do {
            seen = slots.get(slot);
            next = seen >>> 32 == second ? seen + 1 : second << 32 | 1;
        } while (!slots.compareAndSet(slot, seen, next));
    }

    /** Events counted since the start. */
    public long total() {
        return total.sum();
    }

    /** Events in each of the last 60 full seconds, oldest first. */
    public List<Long> history() {
        long now = clockMs.getAsLong() / 1000;
        List<Long> history = new ArrayList<>(SECONDS);
        for (long second = now - SECONDS; second < now; second++) {
            long slot = slots.get((int) Math.floorMod(second, (long) SLOTS));
            history.add(slot >>> 32 == second ? slot & 0xFFFF_FFFFL : 0L);
        }
        return history;
    }
}
