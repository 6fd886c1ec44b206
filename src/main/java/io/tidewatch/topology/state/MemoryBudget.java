package io.tidewatch.topology.state;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The memory that the entity states of all tasks of a process may take: on the heap, as objects, for the recently used
 * ones; outside the heap, as bytes, for the others. Each task may have an even share.
 */
public final class MemoryBudget {
    /** States that a task may hold on the heap even if the budget is smaller. */
    public static final int FEWEST = 256;

    private final long entities;
    private final long offHeapBytes;
    private final AtomicInteger tasks = new AtomicInteger();
    private final AtomicLong taken = new AtomicLong();

    /**
     * @param heapBytes for states on the heap
     * @param bytesPerEntity size of one of them, about
     * @param offHeapBytes for states outside the heap
     */
    public MemoryBudget(long heapBytes, long bytesPerEntity, long offHeapBytes) {
        this.entities = heapBytes / bytesPerEntity;
        this.offHeapBytes = offHeapBytes;
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
     * Takes memory for off-heap states.
     *
     * @param more bytes wanted
     * @param own bytes that the task has
     * @return whether it may have them
     */
    boolean take(long more, long own) {
        if (own + more > offHeapBytes / Math.max(1, tasks.get())) {
            return false;
        }
        if (taken.addAndGet(more) > offHeapBytes) {
            // Another task still has more than its share, from a time with fewer tasks.
            taken.addAndGet(-more);
            return false;
        }
        return true;
    }

    void giveBack(long bytes) {
        taken.addAndGet(-bytes);
    }
}
