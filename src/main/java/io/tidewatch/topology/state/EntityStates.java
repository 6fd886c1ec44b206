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
 * The entity states of one task: the recently used ones as objects in the state cache, the others as bytes in the
 * off-heap states, each in two parts.
 *
 * <p>Changes are written to the changelog once per commit, not once per event, and only what has changed. A state
 * becomes bytes when it leaves the state cache. It is written to disk when the memory budget is used up, or when the
 * task is closed; until then the changelog holds it. When an entity that was not in the cache has an event, its small
 * part is read at once, and its large part when its next step closes.
 */
public final class EntityStates {
    private final EntityStateFormat format;
    private final OffHeapStates offHeapStates;
    private final Changelog changelog;
    private final StateCache<Bytes, Held> inUse;
    /** Changed states in the order of their first change; null in place of those that have left the cache. */
    private final List<@Nullable Held> changed = new ArrayList<>();

    public interface Changelog {
        void append(Bytes key, ChangeRecord record);
    }

    private static final class Held {
        private static final int UNCHANGED = -1;

        private final Bytes key;
        private EntityState state;
        /** Its place in the off-heap states. */
        private int offHeapPlace;
        /** Its index in the list of changed states; {@link #UNCHANGED} if it is not there. */
        private int place = UNCHANGED;
        /** Whether the off-heap states hold it as it is now. */
        private boolean offHeap;

        private Held(Bytes key, EntityState state, int offHeapPlace, boolean offHeap) {
            this.key = key;
            this.state = state;
            this.offHeapPlace = offHeapPlace;
            this.offHeap = offHeap;
        }
    }

    /**
     * @param disk for states beyond the memory budget
     * @param budget for states in memory
     */
    EntityStates(EntityStateFormat format, LocalState disk, Changelog changelog, MemoryBudget budget) {
        this.format = format;
        this.offHeapStates = new OffHeapStates(new SlabAllocator(budget), disk.recents(), disk.histories());
        this.changelog = changelog;
        this.inUse = new StateCache<>(budget, this::leave);
    }

    /**
     * The state of an entity, to be changed: the next commit writes it to the changelog. Null when there is none.
     *
     * @param key of its records; must not be changed afterwards
     */
    @Nullable
    public EntityState change(Bytes key) {
        Held held = inUse.find(key);
        if (held == null) {
            int at = offHeapStates.find(key);
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
        ByteBuffer recent = offHeapStates.recent(key, at);
        return recent == null ? null : format.read(recent, () -> offHeapStates.history(key, at));
    }

    /** Takes the state of a new entity. */
    public EntityState add(Bytes key, EntityState state) {
        markChanged(hold(key, state, OffHeapStates.NOWHERE, false));
        return state;
    }

    /** Takes a record of the changelog that is not on disk yet. */
    void restore(Bytes key, ChangeRecord record) {
        Held held = inUse.find(key);
        int at = held == null ? offHeapStates.find(key) : held.offHeapPlace;
        EntityState before = held == null ? stored(key, at) : held.state;
        EntityState after = format.restore(before, record);
        if (after == null || after == before) {
            return;
        }
        if (held == null) {
            hold(key, after, at, false);
        } else {
            held.state = after;
            held.offHeap = false;
        }
    }

    private Held hold(Bytes key, EntityState state, int offHeapPlace, boolean offHeap) {
        Held held = new Held(key, state, offHeapPlace, offHeap);
        inUse.hold(key, held);
        return held;
    }

    private void leave(Held held) {
        if (held.place != Held.UNCHANGED) {
            // Written now and not at the commit: many states leave until then, and keeping them all would cost the
            // collector.
            changed.set(held.place, null);
            append(held);
        }
        writeOffHeap(held);
        format.release(held.state);
    }

    private void markChanged(Held held) {
        held.offHeap = false;
        if (held.place == Held.UNCHANGED) {
            held.place = changed.size();
            changed.add(held);
        }
    }

    /** Writes the changes since the last call to the changelog. */
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

    /** Writes to disk all states that are in the changelog as they are now. */
    void store() {
        inUse.forEach(this::writeOffHeap);
        offHeapStates.store();
    }

    private void writeOffHeap(Held held) {
        if (held.offHeap || held.place != Held.UNCHANGED) {
            return;
        }
        held.offHeapPlace = offHeapStates.putRecent(held.key, held.offHeapPlace, format.writeRecent(held.state));
        if (held.state.historyChanged()) {
            offHeapStates.putHistory(held.key, held.offHeapPlace, format.writeHistory(held.state));
            held.state.historyStored();
        }
        held.offHeap = true;
    }

    /** Drops all states in memory. */
    void drop() {
        inUse.clear();
        changed.clear();
        offHeapStates.drop();
    }

    /** Passes on when each entity is due. To be called before any state is changed. */
    public void forEachDue(BiConsumer<Bytes, Long> action) {
        inUse.forEach(this::writeOffHeap);
        offHeapStates.forEachRecent((key, recent) -> action.accept(key, EntityStateFormat.dueMs(recent)));
    }
}
