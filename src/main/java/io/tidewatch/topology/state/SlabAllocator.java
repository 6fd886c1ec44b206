package io.tidewatch.topology.state;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Memory of one task outside the heap, in segments that are chained to hold values of any length.
 *
 * <p>All segments have one size, so that a free segment fits every value: the states of entities grow for days, and
 * memory cut to their sizes would end as pieces that are too small. Belongs to one thread.
 */
final class SlabAllocator {
    static final int NONE = -1;

    /** Bytes of a segment, the link to the next included. */
    private static final int SEGMENT = 256;

    /** Bytes of a value that a segment holds. */
    static final int PAYLOAD = SEGMENT - Integer.BYTES;

    private static final int CHUNK_LOG2 = 14;
    private static final int SEGMENTS_OF_CHUNK = 1 << CHUNK_LOG2;

    /** Bytes allocated at once. */
    static final int CHUNK = SEGMENTS_OF_CHUNK * SEGMENT;

    private final MemoryBudget budget;
    private final List<ByteBuffer> chunks = new ArrayList<>();
    /** First segment of the chain of free ones. */
    private int free = NONE;
    /** Number of segments at the end of the newest chunk that were never used. */
    private int untouched;
    /** Number of segments that can be written without another chunk. */
    private int available;
    /** The bytes read last. */
    private ByteBuffer scratch = ByteBuffer.allocate(0);
    /** Whether the JVM has refused memory: each further attempt would collect the whole heap. */
    private boolean refused;

    SlabAllocator(MemoryBudget budget) {
        this.budget = budget;
    }

    /** Segments that a value of so many bytes takes. */
    static int segments(int length) {
        return Math.max(1, (length + PAYLOAD - 1) / PAYLOAD);
    }

    /** Makes sure that so many more segments can be written; false when the memory budget does not allow them. */
    boolean reserve(int segments) {
        while (available < segments) {
            ByteBuffer chunk = refused ? null : chunk();
            if (chunk == null) {
                return false;
            }
            while (untouched > 0) {
                available--;
                release(touch());
            }
            chunks.add(chunk);
            untouched = SEGMENTS_OF_CHUNK;
            available += SEGMENTS_OF_CHUNK;
        }
        return true;
    }

    private @Nullable ByteBuffer chunk() {
        if (!budget.take(CHUNK, (long) chunks.size() * CHUNK)) {
            return null;
        }
        try {
            return ByteBuffer.allocateDirect(CHUNK);
        } catch (OutOfMemoryError e) {
            // The JVM allows less (-XX:MaxDirectMemorySize), which cannot be asked for beforehand.
            budget.giveBack(CHUNK);
            refused = true;
            return null;
        }
    }

    /**
     * Writes a value, over another one if there is one. Segments that it needs in addition must be {@linkplain #reserve
     * reserved} before.
     *
     * @param chain first segment of the other value; {@link #NONE}: there is none
     * @param before first bytes of the value
     * @param rest the other bytes of the value; must have an array
     * @return first segment of the value
     */
    int write(int chain, byte[] before, ByteBuffer rest) {
        int first = chain == NONE ? allocate() : chain;
        int last = append(first, 0, before, 0, before.length);
        last = append(last, before.length, rest.array(), rest.arrayOffset() + rest.position(), rest.remaining());
        release(next(last));
        link(last, NONE);
        return first;
    }

    /**
     * Appends bytes to a value.
     *
     * @param last segment of the value
     * @param written bytes of the value until now
     * @return the last segment
     */
    private int append(int last, int written, byte[] bytes, int from, int length) {
        int segment = last;
        int used = written == 0 ? 0 : (written - 1) % PAYLOAD + 1;
        int done = 0;
        while (done < length) {
            if (used == PAYLOAD) {
                segment = nextOrNew(segment);
                used = 0;
            }
            int piece = Math.min(PAYLOAD - used, length - done);
            chunk(segment).put(offset(segment) + Integer.BYTES + used, bytes, from + done, piece);
            used += piece;
            done += piece;
        }
        return segment;
    }

    private int nextOrNew(int segment) {
        int next = next(segment);
        if (next == NONE) {
            next = allocate();
            link(segment, next);
        }
        return next;
    }

    /** Whether a value begins with these bytes; it must not be shorter. */
    boolean beginsWith(int chain, byte[] bytes) {
        int segment = chain;
        int at = 0;
        while (at < bytes.length) {
            ByteBuffer chunk = chunk(segment);
            int from = offset(segment) + Integer.BYTES;
            int end = Math.min(bytes.length, at + PAYLOAD);
            for (int i = at; i < end; i++) {
                if (chunk.get(from + i - at) != bytes[i]) {
                    return false;
                }
            }
            at = end;
            segment = next(segment);
        }
        return true;
    }

    /**
     * Reads a part of a value, into bytes that the next call overwrites.
     *
     * @param chain first segment of the value
     * @param from where the part begins in it
     */
    ByteBuffer read(int chain, int from, int length) {
        if (scratch.capacity() < length) {
            scratch = ByteBuffer.allocate(2 * length);
        }
        byte[] part = scratch.array();
        int segment = chain;
        int skip = from;
        while (skip >= PAYLOAD) {
            segment = next(segment);
            skip -= PAYLOAD;
        }
        int at = 0;
        while (at < length) {
            int count = Math.min(PAYLOAD - skip, length - at);
            chunk(segment).get(offset(segment) + Integer.BYTES + skip, part, at, count);
            at += count;
            skip = 0;
            segment = next(segment);
        }
        return scratch.clear().limit(length);
    }

    /** Frees a value's segments. */
    private void release(int chain) {
        int segment = chain;
        while (segment != NONE) {
            int next = next(segment);
            link(segment, free);
            free = segment;
            available++;
            segment = next;
        }
    }

    private int allocate() {
        int segment = free;
        if (segment == NONE) {
            segment = touch();
        } else {
            free = next(segment);
            link(segment, NONE);
        }
        available--;
        return segment;
    }

    private int touch() {
        int segment = chunks.size() * SEGMENTS_OF_CHUNK - untouched;
        untouched--;
        link(segment, NONE);
        return segment;
    }

    private ByteBuffer chunk(int segment) {
        return chunks.get(segment >>> CHUNK_LOG2);
    }

    private static int offset(int segment) {
        return (segment & SEGMENTS_OF_CHUNK - 1) * SEGMENT;
    }

    private int next(int segment) {
        return chunk(segment).getInt(offset(segment));
    }

    private void link(int segment, int next) {
        chunk(segment).putInt(offset(segment), next);
    }

    /** Frees all memory; the garbage collector releases it. */
    void clear() {
        budget.giveBack((long) chunks.size() * CHUNK);
        chunks.clear();
        free = NONE;
        untouched = 0;
        available = 0;
        refused = false;
    }
}
