package io.tidewatch.detector;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The entities of one task by the watermark at which something is due for them, should no event come before.
 *
 * <p>Nearly every event puts its entity's time off. So the queue holds each entity at a time no later than the true one,
 * and finds out when that comes up: an event costs a look into a map, not a place in an order. Only what is due within
 * moments is in order at all: to order a million entities would cost each of them twenty looks into distant memory.
 *
 * @param <K> what stands for an entity
 */
public final class DueEntities<K extends Comparable<? super K>> {
    /** Length of a moment. */
    private static final long MOMENT_MS = 64;

    /** What is due in the current moment or before. */
    private final PriorityQueue<Queued<K>> soon = new PriorityQueue<>(
            Comparator.<Queued<K>>comparingLong(Queued::atMs).thenComparing(queued -> queued.due().key));

    /** The rest, by the number of its moment. */
    private final TreeMap<Long, List<Queued<K>>> later = new TreeMap<>();

    private long moment = Long.MIN_VALUE;
    private final Map<K, Due<K>> byKey = new HashMap<>();

    /** Notes when an entity is due; {@link Long#MAX_VALUE}: never. */
    public void put(K key, long atMs) {
        Due<K> due = byKey.get(key);
        if (due == null) {
            if (atMs == Long.MAX_VALUE) {
                return;
            }
            due = new Due<>(key);
            byKey.put(key, due);
        }
        due.atMs = atMs;
        if (atMs < due.queuedMs) {
            queue(due);
        }
    }

    private void queue(Due<K> due) {
        due.queuedMs = due.atMs;
        Queued<K> queued = new Queued<>(due.atMs, due);
        long of = Math.floorDiv(due.atMs, MOMENT_MS);
        if (of <= moment) {
            soon.add(queued);
        } else {
            later.computeIfAbsent(of, number -> new ArrayList<>()).add(queued);
        }
    }

    private void turnTo(long timeMs) {
        moment = Math.max(moment, Math.floorDiv(timeMs, MOMENT_MS));
        while (!later.isEmpty() && later.firstKey() <= moment) {
            soon.addAll(later.pollFirstEntry().getValue());
        }
    }

    /**
     * Takes out the entity that is due the longest at a time; of several the one of the smallest key, so that the order is
     * the same always.
     *
     * @return null when none is due
     */
    public @Nullable K next(long timeMs) {
        turnTo(timeMs);
        while (!soon.isEmpty() && soon.peek().atMs <= timeMs) {
            Queued<K> head = soon.remove();
            Due<K> due = head.due;
            if (head.atMs != due.queuedMs) {
                // It was queued again for an earlier time, which has come up already.
                continue;
            }
            if (due.atMs > head.atMs && due.atMs != Long.MAX_VALUE) {
                // Its time was put off since it was queued.
                queue(due);
                continue;
            }
            byKey.remove(due.key);
            due.queuedMs = Long.MIN_VALUE;
            if (due.atMs != Long.MAX_VALUE) {
                return due.key;
            }
        }
        return null;
    }

    private record Queued<K>(long atMs, Due<K> due) {}

    private static final class Due<K> {
        private final K key;
        private long atMs;
        /** The time of the entry in the queue that counts. */
        private long queuedMs = Long.MAX_VALUE;

        private Due(K key) {
            this.key = key;
        }
    }
}
