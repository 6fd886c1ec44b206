package io.tidewatch.service;

import io.tidewatch.window.SourceClock;
import io.tidewatch.window.SourceTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * The event times that the source partitions of this instance have reached. A source is never compared with those that
 * other instances read, for their times are not known here. Safe for many threads.
 */
final class SourceTimes {
    /** Each source sends its time twice a minute at least; one that does not has gone to another instance, or waits. */
    private static final long FORGOTTEN_AFTER_MS = 90_000;

    private final LongSupplier clockMs;
    private final Map<String, Reached> newest = new ConcurrentHashMap<>();

    private record Reached(String topic, SourceTime time, long atMs) {}

    /**
     * How far an active source is behind the fastest active one of its topic that this instance reads.
     *
     * @param source as Kafka's tools write it
     * @param timeMs event time that it has reached, epoch milliseconds
     */
    record Lag(String source, long timeMs, long behindMs) {}

    /** @param clockMs wall-clock time, epoch milliseconds */
    SourceTimes(LongSupplier clockMs) {
        this.clockMs = clockMs;
    }

    /** Takes the time of a source, and returns whether it is the first of it. */
    boolean take(String topic, int partition, SourceTime time) {
        return newest.put(topic + "-" + partition, new Reached(topic, time, clockMs.getAsLong())) == null;
    }

    /** The active sources, each of which may hold up the watermark. */
    List<Lag> lags() {
        long nowMs = clockMs.getAsLong();
        Map<String, Reached> active = new HashMap<>();
        Map<String, Long> fastestMs = new HashMap<>();
        newest.forEach((source, last) -> {
            boolean counts = !last.time().idle()
                    && last.time().timeMs() != SourceClock.NONE
                    && nowMs - last.atMs() <= FORGOTTEN_AFTER_MS;
            if (counts) {
                active.put(source, last);
                fastestMs.merge(last.topic(), last.time().timeMs(), Math::max);
            }
        });
        return active.entrySet().stream()
                .map(entry -> lag(entry.getKey(), entry.getValue(), fastestMs))
                .toList();
    }

    private static Lag lag(String source, Reached last, Map<String, Long> fastestMs) {
        long timeMs = last.time().timeMs();
        return new Lag(source, timeMs, fastestMs.getOrDefault(last.topic(), timeMs) - timeMs);
    }

    /**
     * By how much a source is behind the fastest of its topic that this instance reads, milliseconds; 0 while it is
     * idle, or the only one.
     */
    long behindMs(String source) {
        return lags().stream()
                .filter(lag -> lag.source().equals(source))
                .mapToLong(Lag::behindMs)
                .findFirst()
                .orElse(0);
    }
}
