package io.tidewatch.detector;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * The entities of one task by the partition time at which something is due for them, should no event come before.
 *
 * @param <K> what stands for an entity
 */
public final class DueEntities<K extends Comparable<? super K>> {
    private final TreeSet<Due<K>> byTime =
            new TreeSet<>(Comparator.<Due<K>>comparingLong(Due::atMs).thenComparing(Due::key));
    private final Map<K, Due<K>> byKey = new HashMap<>();

    /** Notes when an entity is due; {@link Long#MAX_VALUE}: never. */
    public void put(K key, long atMs) {
        Due<K> before = byKey.get(key);
        if (before != null && before.atMs == atMs) {
            return;
        }
        if (before != null) {
            byTime.remove(before);
            byKey.remove(key);
        }
        if (atMs != Long.MAX_VALUE) {
            Due<K> due = new Due<>(atMs, key);
            byTime.add(due);
            byKey.put(key, due);
        }
    }

    /** Takes out the entities due at a time or before, the longest due first, then by key: the same order always. */
    public List<K> takeUntil(long timeMs) {
        List<K> taken = new ArrayList<>();
        while (!byTime.isEmpty() && byTime.first().atMs <= timeMs) {
            Due<K> due = byTime.first();
            byTime.remove(due);
            byKey.remove(due.key);
            taken.add(due.key);
        }
        return taken;
    }

    private record Due<K>(long atMs, K key) {}
}
