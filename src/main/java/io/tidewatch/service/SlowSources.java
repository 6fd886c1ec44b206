package io.tidewatch.service;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Finds the source partition that is far behind the others of its topic that this instance reads, and does not catch
 * up. Called again and again.
 *
 * <p>Behind in a backlog is usual, for partitions are read one after the other; so a source has time as long as it gets
 * nearer.
 */
final class SlowSources {
    /** A source that is less behind holds up steps for no longer than a usual grace. */
    private static final long FAR_MS = TimeUnit.MINUTES.toMillis(10);

    private static final long PATIENCE_MINUTES = 5;

    /** What a source must gain to be called nearer: its time comes in coarse steps, which make it seem to move. */
    private static final long NEARER_MS = TimeUnit.SECONDS.toMillis(10);

    private final Map<String, Nearest> nearest = new HashMap<>();

    /**
     * A source that holds up the watermark.
     *
     * @param minutes for how long it has not come nearer
     */
    record Slow(SourceTimes.Lag lag, long minutes) {}

    private record Nearest(long behindMs, long sinceNs) {}

    /** @return the one furthest behind of those that do not catch up */
    Optional<Slow> look(List<SourceTimes.Lag> lags, long nowNs) {
        List<SourceTimes.Lag> far =
                lags.stream().filter(lag -> lag.behindMs() > FAR_MS).toList();
        nearest.keySet().retainAll(far.stream().map(SourceTimes.Lag::source).toList());
        far.forEach(lag -> nearest.merge(
                lag.source(),
                new Nearest(lag.behindMs(), nowNs),
                (before, now) -> now.behindMs() <= before.behindMs() - NEARER_MS ? now : before));
        return far.stream()
                .map(lag -> new Slow(lag, sinceMinutes(lag.source(), nowNs)))
                .filter(slow -> slow.minutes() >= PATIENCE_MINUTES)
                .max(Comparator.comparingLong(slow -> slow.lag().behindMs()));
    }

    private long sinceMinutes(String source, long nowNs) {
        Nearest of = nearest.get(source);
        return of == null ? 0 : TimeUnit.NANOSECONDS.toMinutes(nowNs - of.sinceNs());
    }
}
