package io.tidewatch.registry;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A map that keeps the entries used last, so that many keys never fill the memory. Safe for many threads. */
public final class BoundedCache<K, V> {
    private final Map<K, V> entries;

    /** @param most entries kept; one more drops the one that was not used for longest */
    public BoundedCache(int most) {
        if (most < 1) {
            throw new IllegalArgumentException("a cache of " + most + " entries; at least 1");
        }
        this.entries = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > most;
            }
        };
    }

    public synchronized @Nullable V get(K key) {
        return entries.get(key);
    }

    public synchronized void put(K key, V value) {
        entries.put(key, value);
    }

    public synchronized void remove(K key) {
        entries.remove(key);
    }
}
