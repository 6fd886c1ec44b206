package io.tidewatch.topology;

import io.tidewatch.detector.ChangeRecord;
import io.tidewatch.detector.EntityState;
import io.tidewatch.detector.EntityStateFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The entity states of one task: those in use as objects on the heap, the others in two stores on disk.
 *
 * <p>What events change goes to the changelog once per commit, not once per event, and tells only the change. The stores
 * are written when a state leaves the heap, or when the task does: what they lack the changelog holds. Of an entity that was
 * not in use lately, the small part is read with its first event, the large one when its next step closes.
 */
final class EntityStates {
    private final EntityStateFormat format;
    private final KeyValueStore<Bytes, byte[]> recents;
    private final KeyValueStore<Bytes, byte[]> histories;
    private final Changelog changelog;
    private final HeldStates<Bytes, Held> inUse;
    private final List<Held> changed = new ArrayList<>();

    /** Where changes are written. */
    interface Changelog {
        void append(Bytes key, ChangeRecord record);
    }

    private static final class Held {
        private final Bytes key;
        private EntityState state;
        /** Since it was last written to the changelog. */
        private boolean changed;
        /** As it is. */
        private boolean stored;

        private Held(Bytes key, EntityState state, boolean stored) {
            this.key = key;
            this.state = state;
            this.stored = stored;
        }
    }

    /**
     * @param recents small part of each state, by the key of its records
     * @param histories large part, likewise
     * @param share how many to keep on the heap
     */
    EntityStates(
            EntityStateFormat format,
            KeyValueStore<Bytes, byte[]> recents,
            KeyValueStore<Bytes, byte[]> histories,
            Changelog changelog,
            HeapShare share) {
        this.format = format;
        this.recents = recents;
        this.histories = histories;
        this.changelog = changelog;
        this.inUse = new HeldStates<>(share, this::leave);
    }

    /**
     * The state of an entity, to be changed: it will be in the changelog with the next commit. Null when there is none.
     *
     * @param key of its records; must not be changed afterwards
     */
    @Nullable
    EntityState change(Bytes key) {
        Held held = inUse.find(key);
        if (held == null) {
            EntityState stored = stored(key);
            if (stored == null) {
                return null;
            }
            held = hold(key, stored, true);
        }
        markChanged(held);
        return held.state;
    }

    private @Nullable EntityState stored(Bytes key) {
        byte[] recent = recents.get(key);
        return recent == null ? null : format.read(recent, () -> histories.get(key));
    }

    /** Takes the state of a new entity. */
    EntityState add(Bytes key, EntityState state) {
        markChanged(hold(key, state, false));
        return state;
    }

    /** Takes a record of the changelog that the stores do not know yet. */
    void restore(Bytes key, ChangeRecord record) {
        Held held = inUse.find(key);
        EntityState before = held == null ? stored(key) : held.state;
        EntityState after = format.restore(before, record);
        if (after == null || after == before) {
            return;
        }
        if (held == null) {
            hold(key, after, false);
        } else {
            held.state = after;
            held.stored = false;
        }
    }

    private Held hold(Bytes key, EntityState state, boolean stored) {
        Held held = new Held(key, state, stored);
        inUse.hold(key, held);
        return held;
    }

    private void leave(Held held) {
        log(held);
        store(held);
    }

    private void markChanged(Held held) {
        held.stored = false;
        if (!held.changed) {
            held.changed = true;
            changed.add(held);
        }
    }

    /** Writes to the changelog what has changed since the last time. */
    void log() {
        changed.forEach(this::log);
        changed.clear();
    }

    private void log(Held held) {
        if (held.changed) {
            changelog.append(held.key, format.record(held.state));
            held.changed = false;
        }
    }

    /** Brings the stores up to date; only what is in the changelog is written. */
    void store() {
        inUse.forEach(this::store);
    }

    private void store(Held held) {
        if (held.stored || held.changed) {
            return;
        }
        if (held.state.historyChanged()) {
            histories.put(held.key, format.writeHistory(held.state));
            held.state.historyStored();
        }
        recents.put(held.key, format.writeRecent(held.state));
        held.stored = true;
    }

    /** Forgets what is on the heap. */
    void drop() {
        inUse.clear();
        changed.clear();
    }

    /** Tells when each entity is due. To be called before any state is changed. */
    void forEachDue(BiConsumer<Bytes, Long> told) {
        store();
        try (KeyValueIterator<Bytes, byte[]> all = recents.all()) {
            while (all.hasNext()) {
                KeyValue<Bytes, byte[]> entry = all.next();
                told.accept(entry.key, EntityStateFormat.dueMs(entry.value));
            }
        }
    }
}
