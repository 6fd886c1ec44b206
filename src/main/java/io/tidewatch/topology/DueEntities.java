package io.tidewatch.topology;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.kafka.common.utils.Bytes;

/** The entities of one task by the partition time at which something is due for them, should no event come before. */
final class DueEntities {
    private final TreeSet<Due> byTime =
            new TreeSet<>(Comparator.comparingLong(Due::atMs).thenComparing(Due::key));
    private final Map<Bytes, Due> byKey = new HashMap<>();

    /** Notes when an entity is due; {@link Long#MAX_VALUE}: never. */
    void put(Bytes key, long atMs) {
        Due before = byKey.get(key);
        if (before != null && before.atMs == atMs) {
            return;
        }
        if (before != null) {
            byTime.remove(before);
            byKey.remove(key);
        }
        if (atMs != Long.MAX_VALUE) {
            Due due = new Due(atMs, key);
            byTime.add(due);
            byKey.put(key, due);
        }
    }

    /** Takes out the entities due at a time or before, the longest due first, then by key: the same order always. */
    List<Bytes> takeUntil(long timeMs) {
        List<Bytes> taken = new ArrayList<>();
        while (!byTime.isEmpty() && byTime.first().atMs <= timeMs) {
            Due due = byTime.pollFirst();
            byKey.remove(due.key);
            taken.add(due.key);
        }
        return taken;
    }

    private record Due(long atMs, Bytes key) {}
}
