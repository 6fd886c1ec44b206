package io.tidewatch.service;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;

/**
 * What has been counted lately: within a minute, or as far back as {@link RecentShare#ENOUGH} records take where few
 * come, ten minutes at most.
 */
final class RecentCounts {
    private static final long SHORTEST_NS = TimeUnit.MINUTES.toNanos(1);
    private static final long LONGEST_NS = TimeUnit.MINUTES.toNanos(10);

    private final ArrayDeque<Look> looks = new ArrayDeque<>();

    private record Look(Watch.Counts counts, long atNs) {}

    /** Takes what has been counted since the start. */
    void add(Watch.Counts counts, long nowNs) {
        looks.addLast(new Look(counts, nowNs));
        while (nowNs - looks.getFirst().atNs() > LONGEST_NS) {
            looks.removeFirst();
        }
    }

    /** How many of all the newest records are bad. */
    RecentShare share(ToLongFunction<Watch.Counts> bad, ToLongFunction<Watch.Counts> all) {
        Look now = looks.getLast();
        Look since = now;
        Iterator<Look> backwards = looks.descendingIterator();
        while (backwards.hasNext()) {
            Look look = backwards.next();
            boolean enough = all.applyAsLong(now.counts()) - all.applyAsLong(since.counts()) >= RecentShare.ENOUGH;
            if (enough && now.atNs() - look.atNs() > SHORTEST_NS) {
                break;
            }
            since = look;
        }
        long minutes = Math.max(1, (now.atNs() - since.atNs() + SHORTEST_NS - 1) / SHORTEST_NS);
        return new RecentShare(
                bad.applyAsLong(now.counts()) - bad.applyAsLong(since.counts()),
                all.applyAsLong(now.counts()) - all.applyAsLong(since.counts()),
                minutes);
    }
}
