package io.tidewatch.topology;

import io.tidewatch.detector.EntityState;
import io.tidewatch.detector.EntityStateFormat;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.BiConsumer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The entity states of one task: those in use as objects on the heap, all of them in two stores.
 *
 * <p>What events change is written once per commit, not once per event; see {@link CommitHook}. Of an entity that was not
 * in use lately, the small part is read with its first event, the large one when its next step closes.
 */
final class EntityStates {
    private final EntityStateFormat format;
    private final KeyValueStore<byte[], byte[]> recents;
    private final KeyValueStore<byte[], byte[]> histories;
    private final HeldStates room;
    /** By recency of use. */
    private final LinkedHashMap<Bytes, Held> inUse = new LinkedHashMap<>(1024, 0.75f, true);

    private final List<Held> changed = new ArrayList<>();

    private static final class Held {
        private final Bytes key;
        private final EntityState state;
        private boolean changed;

        private Held(Bytes key, EntityState state) {
            this.key = key;
            this.state = state;
        }
    }

    /**
     * @param recents small part of each state, by the key of its records
     * @param histories large part, likewise
     * @param share how many to keep on the heap
     */
    EntityStates(
            EntityStateFormat format,
            KeyValueStore<byte[], byte[]> recents,
            KeyValueStore<byte[], byte[]> histories,
            HeapShare share) {
        this.format = format;
        this.recents = recents;
        this.histories = histories;
        this.room = new HeldStates(share);
    }

    /**
     * The state of an entity, to be changed: it will be written with the next commit. Null when there is none.
     *
     * @param key of its records; must not be changed afterwards
     */
    @Nullable
    EntityState change(Bytes key) {
        Held held = inUse.get(key);
        room.asked(held != null);
        if (held == null) {
            byte[] recent = recents.get(key.get());
            if (recent == null) {
                return null;
            }
            held = hold(key, format.read(recent, () -> histories.get(key.get())));
        }
        markChanged(held);
        return held.state;
    }

    /** Takes the state of a new entity. */
    EntityState add(Bytes key, EntityState state) {
        markChanged(hold(key, state));
        return state;
    }

    private Held hold(Bytes key, EntityState state) {
        Held held = new Held(key, state);
        inUse.put(key, held);
        for (long tooMany = inUse.size() - room.limit(); tooMany > 0; tooMany--) {
            Iterator<Held> eldest = inUse.values().iterator();
            Held leaving = eldest.next();
            eldest.remove();
            room.gone();
            if (leaving.changed) {
                write(leaving);
            }
        }
        return held;
    }

    private void markChanged(Held held) {
        if (!held.changed) {
            held.changed = true;
            changed.add(held);
        }
    }

    /** Writes what has changed since the last time. */
    void write() {
        for (Held held : changed) {
            if (held.changed) {
                write(held);
            }
        }
        changed.clear();
    }

    private void write(Held held) {
        byte[] key = held.key.get();
        if (format.mustWriteHistory(held.state)) {
            histories.put(key, format.writeHistory(held.state));
        }
        recents.put(key, format.writeRecent(held.state));
        held.changed = false;
    }

    /** Forgets what is on the heap; the stores hold what was written. */
    void drop() {
        inUse.clear();
        changed.clear();
    }

    /** Tells when each entity is due. To be called before any state is changed. */
    void forEachDue(BiConsumer<Bytes, Long> told) {
        try (KeyValueIterator<byte[], byte[]> all = recents.all()) {
            while (all.hasNext()) {
                KeyValue<byte[], byte[]> entry = all.next();
                told.accept(Bytes.wrap(entry.key), EntityStateFormat.dueMs(entry.value));
            }
        }
    }
}
