package io.tidewatch.registry;

import java.time.Duration;

/** How long the answers for an id have been unusable, without a usable one between. Safe for many threads. */
final class UnusableIds {
    private static final int IDS_KEPT = 1_000;

    private final Duration longEnough;
    private final BoundedCache<Integer, Long> sinceNanos = new BoundedCache<>(IDS_KEPT);

    /** @param longEnough after this the next answer will be as unusable */
    UnusableIds(Duration longEnough) {
        this.longEnough = longEnough;
    }

    /** @return whether the answers have been unusable for long enough */
    boolean unusable(int id) {
        long now = System.nanoTime();
        Long since = sinceNanos.get(id);
        if (since == null) {
            since = now;
            sinceNanos.put(id, since);
        }
        return now - since >= longEnough.toNanos();
    }

    /** Notes a usable answer. */
    void usable(int id) {
        sinceNanos.remove(id);
    }
}
