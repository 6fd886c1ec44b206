package io.tidewatch.learning;

/**
 * Which windows a task sends to be learned from: all while there are few, a share of them when there are many.
 *
 * <p>At most about {@value #WINDOWS} windows are sent per step, or per {@value #PERIOD_MS} ms of event time where steps
 * are shorter. A window is chosen by a hash of its entity and step, so that a task that reads its input again chooses
 * the same ones. The number of entities counts in powers of two: how many there are at a moment may depend on which
 * source is read first.
 */
public final class SampleRate {
    static final int WINDOWS = 256;
    static final long PERIOD_MS = 10_000;

    private static final long USE = 1;

    private int entities;
    private double share = WINDOWS;

    /** @param now entities that the task has */
    public void entities(int now) {
        if (now != entities) {
            entities = now;
            share = (double) WINDOWS / roundedUp(now);
        }
    }

    private static long roundedUp(int entities) {
        return entities <= 1 ? 1 : Long.highestOneBit(entities - 1L) << 1;
    }

    /**
     * Whether a window is sent; allocates nothing.
     *
     * @param stepMs start of its newest step, epoch milliseconds
     * @param intervalMs usual time between its steps, milliseconds
     */
    public boolean takes(String entity, long stepMs, double intervalMs) {
        double odds = share * Math.min(1, Math.max(1, intervalMs) / PERIOD_MS);
        return odds >= 1 || WindowHash.uniform(entity, stepMs, USE) < odds;
    }
}
