package io.tidewatch.topology;

import java.util.concurrent.atomic.AtomicInteger;

/** How many entity states each task may hold on the heap: an even share of what all tasks of the process may hold. */
final class HeapShare {
    /** However little room there is. */
    static final int FEWEST = 256;

    private final long entities;
    private final AtomicInteger tasks = new AtomicInteger();

    /**
     * @param bytes for all tasks together
     * @param bytesPerEntity what one state takes, about
     */
    HeapShare(long bytes, long bytesPerEntity) {
        this.entities = bytes / bytesPerEntity;
    }

    void taskOpened() {
        tasks.incrementAndGet();
    }

    void taskClosed() {
        tasks.decrementAndGet();
    }

    /** For one task. */
    long entities() {
        return Math.max(FEWEST, entities / Math.max(1, tasks.get()));
    }
}
