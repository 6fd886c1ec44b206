package io.tidewatch.topology;

import java.util.Arrays;
import java.util.function.BiConsumer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * One part of each state that is not in use, as bytes: in memory outside the heap while there is room, else on disk.
 *
 * <p>To read a state from disk and write it there costs an event more than all else that is done with it. What is in memory
 * is not on disk, or an older one is, until {@link #store}; the changelog has it at any time. Belongs to one thread.
 */
final class PackedParts {
    private static final int FEWEST_ENTRIES = 1 << 10;

    // An entry of the index: first segment of key and value, hash of the key, its length, length of the value, whether
    // the
    // disk has the value too.
    private static final int ENTRY = 5;
    private static final int HASH = 1;
    private static final int KEY_LENGTH = 2;
    private static final int LENGTH = 3;
    private static final int STORED = 4;

    /** Instead of the length of a value that only the disk has. */
    private static final int ON_DISK = -1;

    private final PackedMemory memory;
    private final KeyValueStore<Bytes, byte[]> disk;
    /** Open addressing with linear probing; at most half of the entries are in use. Nothing is ever taken out. */
    private int[] index;

    private int used;

    /** @param disk for what does not fit */
    PackedParts(PackedMemory memory, KeyValueStore<Bytes, byte[]> disk) {
        this.memory = memory;
        this.disk = disk;
        this.index = emptyIndex(FEWEST_ENTRIES);
    }

    private static int[] emptyIndex(int entries) {
        int[] index = new int[ENTRY * entries];
        Arrays.fill(index, PackedMemory.NONE);
        return index;
    }

    /** The bytes put last; null when there are none. */
    byte @Nullable [] get(Bytes key) {
        int entry = find(key);
        if (index[entry] == PackedMemory.NONE || index[entry + LENGTH] == ON_DISK) {
            return disk.get(key);
        }
        return value(entry);
    }

    private byte[] value(int entry) {
        return memory.read(index[entry], index[entry + KEY_LENGTH], index[entry + LENGTH]);
    }

    void put(Bytes key, byte[] value) {
        int entry = find(key);
        int keyLength = key.get().length;
        int chain = index[entry];
        int before =
                chain == PackedMemory.NONE ? 0 : PackedMemory.segments(keyLength + Math.max(0, index[entry + LENGTH]));
        if (memory.reserve(PackedMemory.segments(keyLength + value.length) - before)) {
            index[entry] = memory.write(chain, key.get(), value);
            index[entry + HASH] = hash(key);
            index[entry + KEY_LENGTH] = keyLength;
            index[entry + LENGTH] = value.length;
            index[entry + STORED] = 0;
            if (chain == PackedMemory.NONE) {
                used++;
                grow();
            }
        } else {
            if (chain != PackedMemory.NONE) {
                memory.write(chain, key.get());
                index[entry + LENGTH] = ON_DISK;
            }
            disk.put(key, value);
        }
    }

    /** Place of a key's entry in the index, or the empty one where it belongs. */
    private int find(Bytes key) {
        int hash = hash(key);
        int entry = first(hash);
        while (index[entry] != PackedMemory.NONE && !(index[entry + HASH] == hash && isOf(key, entry))) {
            entry = next(entry);
        }
        return entry;
    }

    private boolean isOf(Bytes key, int entry) {
        int length = index[entry + KEY_LENGTH];
        return length == key.get().length && memory.beginsWith(index[entry], key.get());
    }

    private int first(int hash) {
        return (hash & index.length / ENTRY - 1) * ENTRY;
    }

    private int next(int entry) {
        int next = entry + ENTRY;
        return next == index.length ? 0 : next;
    }

    private void grow() {
        if (2 * used * ENTRY < index.length) {
            return;
        }
        int[] before = index;
        index = emptyIndex(2 * before.length / ENTRY);
        for (int from = 0; from < before.length; from += ENTRY) {
            if (before[from] != PackedMemory.NONE) {
                int to = first(before[from + HASH]);
                while (index[to] != PackedMemory.NONE) {
                    to = next(to);
                }
                System.arraycopy(before, from, index, to, ENTRY);
            }
        }
    }

    /** Keys that differ little differ in few bits of their own hash. */
    private static int hash(Bytes key) {
        int hash = key.hashCode() * 0x9E3779B1;
        return hash ^ hash >>> 16;
    }

    /** Writes to disk all that it does not have. A standby task does so every few commits. */
    void store() {
        for (int entry = 0; entry < index.length; entry += ENTRY) {
            if (index[entry] != PackedMemory.NONE && index[entry + LENGTH] != ON_DISK && index[entry + STORED] == 0) {
                byte[] key = memory.read(index[entry], 0, index[entry + KEY_LENGTH]);
                disk.put(Bytes.wrap(key), value(entry));
                index[entry + STORED] = 1;
            }
        }
    }

    /** Tells each key and its newest bytes. */
    void forEach(BiConsumer<Bytes, byte[]> told) {
        store();
        try (KeyValueIterator<Bytes, byte[]> all = disk.all()) {
            while (all.hasNext()) {
                KeyValue<Bytes, byte[]> entry = all.next();
                told.accept(entry.key, entry.value);
            }
        }
    }

    /** Forgets what is in memory, whose segments are no longer there. */
    void drop() {
        index = emptyIndex(FEWEST_ENTRIES);
        used = 0;
    }
}
