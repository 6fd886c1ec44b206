package io.tidewatch.topology.state;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Room for the entity states of all tasks of a process: on the heap, as objects, for those in use; outside of it, packed, for
 * the others. Each task may have an even share.
 */
public final class MemoryBudget {
    /** States on the heap, however little room there is. */
    public static final int FEWEST = 256;

    private final long entities;
    private final long packedBytes;
    private final AtomicInteger tasks = new AtomicInteger();
    private final AtomicLong taken = new AtomicLong();

    /**
     * @param heapBytes for states on the heap
     * @param bytesPerEntity what one of them takes, about
     * @param packedBytes for packed states
     */
    public MemoryBudget(long heapBytes, long bytesPerEntity, long packedBytes) {
        this.entities = heapBytes / bytesPerEntity;
        this.packedBytes = packedBytes;
    }

    void taskOpened() {
        tasks.incrementAndGet();
    }

    void taskClosed() {
        tasks.decrementAndGet();
    }

    /** How many states a task may hold on the heap. */
    long entities() {
        return Math.max(FEWEST, entities / Math.max(1, tasks.get()));
    }

    /**
     * Takes memory for packed states.
     *
     * @param more bytes wanted
     * @param own bytes that the task has
     * @return whether it may have them
     */
    boolean take(long more, long own) {
        if (own + more > packedBytes / Math.max(1, tasks.get())) {
            return false;
        }
        if (taken.addAndGet(more) > packedBytes) {
            // Another task has more than its share now, from when there were fewer.
            taken.addAndGet(-more);
            return false;
        }
        return true;
    }

    void giveBack(long bytes) {
        taken.addAndGet(-bytes);
    }
}
