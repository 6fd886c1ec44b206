package io.tidewatch.topology.state;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.BiConsumer;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * The states that are not in the state cache, as bytes, each in two parts: outside the heap within the memory budget,
 * else on disk.
 *
 * <p>Reading a state from disk and writing it back costs more than all other work for an event. A state in memory is
 * not on disk, or only an older version is, until {@link #store}; the changelog always has it. Belongs to one thread.
 */
final class OffHeapStates {
    /** In place of a place: no part of the state is in memory. */
    static final int NOWHERE = -1;

    private static final int FEWEST = 1 << 10;

    // A place holds the key's hash and length, then for each part its first segment, its length, whether it is on disk.
    private static final int PLACE = 8;
    private static final int HASH = 0;
    private static final int KEY_LENGTH = 1;
    private static final int RECENT = 2;
    private static final int HISTORY = 5;
    private static final int LENGTH = 1;
    private static final int STORED = 2;

    /** In place of a length: the part is only on disk. */
    private static final int ON_DISK = -1;

    private static final byte[] NOTHING = {};

    private final SlabAllocator memory;
    private final LocalDatabase recents;
    private final LocalDatabase histories;

    /**
     * Hash table with linear probing, at most half full: per entry a place and the hash of its key. Entries are never
     * removed.
     */
    private int[] index = emptyIndex(FEWEST);

    private int[] places = new int[FEWEST * PLACE];
    private int used;

    /**
     * @param recents on disk, for the small parts beyond the budget
     * @param histories on disk, for the large parts beyond the budget
     */
    OffHeapStates(SlabAllocator memory, LocalDatabase recents, LocalDatabase histories) {
        this.memory = memory;
        this.recents = recents;
        this.histories = histories;
    }

    private static int[] emptyIndex(int entries) {
        int[] index = new int[2 * entries];
        Arrays.fill(index, NOWHERE);
        return index;
    }

    /** The place of the state with this key, valid until {@link #drop}; {@link #NOWHERE} if there is none. */
    int find(Bytes key) {
        int hash = hash(key);
        int entry = first(hash);
        while (index[entry] != NOWHERE && !(index[entry + 1] == hash && isOf(key, index[entry]))) {
            entry = next(entry);
        }
        return index[entry];
    }

    private boolean isOf(Bytes key, int place) {
        int length = places[place + KEY_LENGTH];
        return length == key.get().length && memory.beginsWith(places[place + RECENT], key.get());
    }

    /** The newest small part; null when there is none. To be read at once: the next call may overwrite its bytes. */
    @Nullable
    ByteBuffer recent(Bytes key, int place) {
        return part(key, place, RECENT, recents);
    }

    /** The newest large part; null when there is none. To be read at once: the next call may overwrite its bytes. */
    @Nullable
    ByteBuffer history(Bytes key, int place) {
        return part(key, place, HISTORY, histories);
    }

    private @Nullable ByteBuffer part(Bytes key, int place, int part, LocalDatabase disk) {
        if (place == NOWHERE
                || places[place + part] == SlabAllocator.NONE
                || places[place + part + LENGTH] == ON_DISK) {
            byte[] bytes = disk.get(key);
            return bytes == null ? null : ByteBuffer.wrap(bytes);
        }
        return part(place, part);
    }

    private ByteBuffer part(int place, int part) {
        return memory.read(
                places[place + part], part == RECENT ? places[place + KEY_LENGTH] : 0, places[place + part + LENGTH]);
    }

    /**
     * Puts the small part of a state; to be called before the large one is put.
     *
     * @param place where the state was found
     * @return where it is now
     */
    int putRecent(Bytes key, int place, ByteBuffer value) {
        int at = place;
        if (at == NOWHERE && memory.reserve(SlabAllocator.segments(key.get().length + value.remaining()))) {
            at = add(key);
        }
        put(key, at, RECENT, key.get(), value, recents);
        return at;
    }

    /** Puts the large part of a state. */
    void putHistory(Bytes key, int place, ByteBuffer value) {
        put(key, place, HISTORY, NOTHING, value, histories);
    }

    private void put(Bytes key, int place, int part, byte[] before, ByteBuffer value, LocalDatabase disk) {
        int chain = place == NOWHERE ? SlabAllocator.NONE : places[place + part];
        int had = chain == SlabAllocator.NONE
                ? 0
                : SlabAllocator.segments(before.length + Math.max(0, places[place + part + LENGTH]));
        if (place != NOWHERE && memory.reserve(SlabAllocator.segments(before.length + value.remaining()) - had)) {
            places[place + part + LENGTH] = value.remaining();
            places[place + part + STORED] = 0;
            places[place + part] = memory.write(chain, before, value);
            return;
        }
        if (chain != SlabAllocator.NONE) {
            memory.write(chain, before, ByteBuffer.wrap(NOTHING));
            places[place + part + LENGTH] = ON_DISK;
        }
        disk.put(key, bytes(value));
    }

    private int add(Bytes key) {
        int place = used * PLACE;
        used++;
        if (place == places.length) {
            places = Arrays.copyOf(places, 2 * places.length);
        }
        places[place + HASH] = hash(key);
        places[place + KEY_LENGTH] = key.get().length;
        places[place + RECENT] = SlabAllocator.NONE;
        places[place + HISTORY] = SlabAllocator.NONE;
        if (4 * used >= index.length) {
            index = emptyIndex(index.length);
            for (int each = 0; each < place; each += PLACE) {
                enter(each);
            }
        }
        enter(place);
        return place;
    }

    private void enter(int place) {
        int hash = places[place + HASH];
        int entry = first(hash);
        while (index[entry] != NOWHERE) {
            entry = next(entry);
        }
        index[entry] = place;
        index[entry + 1] = hash;
    }

    private int first(int hash) {
        return 2 * (hash & index.length / 2 - 1);
    }

    private int next(int entry) {
        int next = entry + 2;
        return next == index.length ? 0 : next;
    }

    /** Spreads the key's hash: hashes of similar keys differ in few bits only. */
    private static int hash(Bytes key) {
        int hash = key.hashCode() * 0x9E3779B1;
        return hash ^ hash >>> 16;
    }

    private static byte[] bytes(ByteBuffer value) {
        byte[] bytes = new byte[value.remaining()];
        value.get(bytes);
        return bytes;
    }

    /** Writes all parts to disk that are not there yet. A standby task calls this every few commits. */
    void store() {
        for (int place = 0; place < used * PLACE; place += PLACE) {
            store(place, RECENT, recents);
            store(place, HISTORY, histories);
        }
    }

    private void store(int place, int part, LocalDatabase disk) {
        boolean held = places[place + part] != SlabAllocator.NONE && places[place + part + LENGTH] != ON_DISK;
        if (held && places[place + part + STORED] == 0) {
            byte[] key = bytes(memory.read(places[place + RECENT], 0, places[place + KEY_LENGTH]));
            disk.put(Bytes.wrap(key), bytes(part(place, part)));
            places[place + part + STORED] = 1;
        }
    }

    /** Passes on each key with the newest bytes of its small part. */
    void forEachRecent(BiConsumer<Bytes, byte[]> action) {
        store();
        recents.forEach(action);
    }

    /** Drops all states in memory, and gives the memory back. */
    void drop() {
        index = emptyIndex(FEWEST);
        places = new int[FEWEST * PLACE];
        used = 0;
        memory.clear();
    }
}
