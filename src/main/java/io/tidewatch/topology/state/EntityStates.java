package io.tidewatch.topology.state;

import io.tidewatch.detector.ChangeRecord;
import io.tidewatch.detector.EntityState;
import io.tidewatch.detector.EntityStateFormat;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * The entity states of one task: those in use as objects on the heap, the others packed, each in two parts.
 *
 * <p>What events change goes to the changelog once per commit, not once per event, and tells only the change. A state is
 * packed when it leaves the heap, and is on disk when there is no room for it in memory or when the task is closed: what the
 * disk lacks the changelog holds. Of an entity that was not in use lately, the small part is read with its first event, the
 * large one when its next step closes.
 */
public final class EntityStates {
    private final EntityStateFormat format;
    private final OffHeapStates packedStates;
    private final Changelog changelog;
    private final StateCache<Bytes, Held> inUse;
    /** In the order of their first change; null in place of those that have left. */
    private final List<@Nullable Held> changed = new ArrayList<>();

    /** Where changes are written. */
    public interface Changelog {
        void append(Bytes key, ChangeRecord record);
    }

    private static final class Held {
        private static final int UNCHANGED = -1;

        private final Bytes key;
        private EntityState state;
        /** Where it is among the packed ones. */
        private int packedAt;
        /** Its place among those changed since they were last written to the changelog; {@link #UNCHANGED}. */
        private int place = UNCHANGED;
        /** As it is. */
        private boolean packed;

        private Held(Bytes key, EntityState state, int packedAt, boolean packed) {
            this.key = key;
            this.state = state;
            this.packedAt = packedAt;
            this.packed = packed;
        }
    }

    /**
     * @param disk for what memory has no room for
     * @param room for states in memory
     */
    EntityStates(EntityStateFormat format, LocalState disk, Changelog changelog, MemoryBudget room) {
        this.format = format;
        this.packedStates = new OffHeapStates(new SlabAllocator(room), disk.recents(), disk.histories());
        this.changelog = changelog;
        this.inUse = new StateCache<>(room, this::leave);
    }

    /**
     * The state of an entity, to be changed: it will be in the changelog with the next commit. Null when there is none.
     *
     * @param key of its records; must not be changed afterwards
     */
    @Nullable
    public EntityState change(Bytes key) {
        Held held = inUse.find(key);
        if (held == null) {
            int at = packedStates.find(key);
            EntityState stored = stored(key, at);
            if (stored == null) {
                return null;
            }
            held = hold(key, stored, at, true);
        }
        held.state = format.ofNow(held.state);
        markChanged(held);
        return held.state;
    }

    private @Nullable EntityState stored(Bytes key, int at) {
        ByteBuffer recent = packedStates.recent(key, at);
        return recent == null ? null : format.read(recent, () -> packedStates.history(key, at));
    }

    /** Takes the state of a new entity. */
    public EntityState add(Bytes key, EntityState state) {
        markChanged(hold(key, state, OffHeapStates.NOWHERE, false));
        return state;
    }

    /** Takes a record of the changelog that the disk does not know yet. */
    void restore(Bytes key, ChangeRecord record) {
        Held held = inUse.find(key);
        int at = held == null ? packedStates.find(key) : held.packedAt;
        EntityState before = held == null ? stored(key, at) : held.state;
        EntityState after = format.restore(before, record);
        if (after == null || after == before) {
            return;
        }
        if (held == null) {
            hold(key, after, at, false);
        } else {
            held.state = after;
            held.packed = false;
        }
    }

    private Held hold(Bytes key, EntityState state, int packedAt, boolean asItIs) {
        Held held = new Held(key, state, packedAt, asItIs);
        inUse.hold(key, held);
        return held;
    }

    private void leave(Held held) {
        if (held.place != Held.UNCHANGED) {
            // What has left must not be kept: many have by the next commit, and would grow old until then.
            changed.set(held.place, null);
            append(held);
        }
        pack(held);
        format.release(held.state);
    }

    private void markChanged(Held held) {
        held.packed = false;
        if (held.place == Held.UNCHANGED) {
            held.place = changed.size();
            changed.add(held);
        }
    }

    /** Writes to the changelog what has changed since the last time. */
    void log() {
        for (Held held : changed) {
            if (held != null) {
                append(held);
            }
        }
        changed.clear();
    }

    private void append(Held held) {
        changelog.append(held.key, format.record(held.state));
        held.place = Held.UNCHANGED;
    }

    /** Brings the disk up to date; only what is in the changelog is written. */
    void store() {
        inUse.forEach(this::pack);
        packedStates.store();
    }

    private void pack(Held held) {
        if (held.packed || held.place != Held.UNCHANGED) {
            return;
        }
        held.packedAt = packedStates.putRecent(held.key, held.packedAt, format.writeRecent(held.state));
        if (held.state.historyChanged()) {
            packedStates.putHistory(held.key, held.packedAt, format.writeHistory(held.state));
            held.state.historyStored();
        }
        held.packed = true;
    }

    /** Forgets what is in memory. */
    void drop() {
        inUse.clear();
        changed.clear();
        packedStates.drop();
    }

    /** Tells when each entity is due. To be called before any state is changed. */
    public void forEachDue(BiConsumer<Bytes, Long> told) {
        inUse.forEach(this::pack);
        packedStates.forEachRecent((key, recent) -> told.accept(key, EntityStateFormat.dueMs(recent)));
    }
}
