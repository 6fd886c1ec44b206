package io.tidewatch.detector;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * The entities of one task by the partition time at which something is due for them, should no event come before.
 *
 * <p>Nearly every event puts its entity's time off. So the queue holds each entity at a time no later than the true one,
 * and finds out when that comes up: an event costs a look into a map, not a place in an order.
 *
 * @param <K> what stands for an entity
 */
public final class DueEntities<K extends Comparable<? super K>> {
    private final PriorityQueue<Queued<K>> queue =
            new PriorityQueue<>(Comparator.<Queued<K>>comparingLong(Queued::atMs));
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
            due.queuedMs = atMs;
            queue.add(new Queued<>(atMs, due));
        }
    }

    /** Takes out the entities due at a time or before, the longest due first, then by key: the same order always. */
    public List<K> takeUntil(long timeMs) {
        if (queue.isEmpty() || queue.peek().atMs > timeMs) {
            return List.of();
        }
        List<Due<K>> taken = new ArrayList<>();
        while (!queue.isEmpty() && queue.peek().atMs <= timeMs) {
            Queued<K> head = queue.remove();
            Due<K> due = head.due;
            if (head.atMs != due.queuedMs) {
                // It was queued again for an earlier time, which has come up already.
                continue;
            }
            if (due.atMs <= timeMs) {
                byKey.remove(due.key);
                due.queuedMs = Long.MIN_VALUE;
                taken.add(due);
            } else if (due.atMs == Long.MAX_VALUE) {
                byKey.remove(due.key);
                due.queuedMs = Long.MIN_VALUE;
            } else {
                due.queuedMs = due.atMs;
                queue.add(new Queued<>(due.atMs, due));
            }
        }
        taken.sort(Comparator.<Due<K>>comparingLong(due -> due.atMs).thenComparing(due -> due.key));
        List<K> keys = new ArrayList<>(taken.size());
        taken.forEach(due -> keys.add(due.key));
        return keys;
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
