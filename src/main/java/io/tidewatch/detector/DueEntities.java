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
 * A queue of one task's entities, ordered by the watermark at which each is due if it has no event before.
 *
 * <p>Nearly every event makes its entity due later. So the queue keeps each entity at a time that may be earlier than
 * the true one, and corrects it when that time comes: an event costs one map look-up, and does not reorder the queue.
 * Only entities that are due within moments are ordered at all: ordering a million entities would cost each of them
 * twenty cache misses.
 *
 * @param <K> key of an entity
 */
public final class DueEntities<K extends Comparable<? super K>> {
    private static final long MOMENT_MS = 64;

    /** Entities that are due in the current moment or before. */
    private final PriorityQueue<Queued<K>> soon = new PriorityQueue<>(
            Comparator.<Queued<K>>comparingLong(Queued::atMs).thenComparing(queued -> queued.due().key));

    /** The other entities, by the number of their moment. */
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
     * Removes and returns the entity that has been due for the longest time; of several the one with the smallest key,
     * so that the order is always the same.
     *
     * @return null when none is due
     */
    public @Nullable K next(long timeMs) {
        turnTo(timeMs);
        while (!soon.isEmpty() && soon.peek().atMs <= timeMs) {
            Queued<K> head = soon.remove();
            Due<K> due = head.due;
            if (head.atMs != due.queuedMs) {
                // It was queued again for an earlier time, and has been returned then.
                continue;
            }
            if (due.atMs > head.atMs && due.atMs != Long.MAX_VALUE) {
                // It has become due later since it was queued.
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
        /** The time of its valid entry in the queue. */
        private long queuedMs = Long.MAX_VALUE;

        private Due(K key) {
            this.key = key;
        }
    }
}
