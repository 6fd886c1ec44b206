package io.tidewatch.service;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The records that raise nothing, since this instance started: late and early events, and dead letters by their reason.
 * Each cause is logged once a minute at most, with the source partition that has most of them. Safe for many threads.
 */
final class LeftOutEvents {
    private static final Logger LOG = LoggerFactory.getLogger(LeftOutEvents.class);
    private static final long LOG_EVERY_MS = TimeUnit.MINUTES.toMillis(1);

    /** Most sources that are counted each; events of further ones are counted, but never the worst. */
    private static final int MOST_SOURCES = 1_000;

    private final LongSupplier clockMs;
    private final Map<String, Cause> causes = new TreeMap<>();

    private static final class Cause {
        private final Map<String, Long> bySource = new HashMap<>();
        private long count;
        private long logged;
        private long loggedAtMs;

        private String worstSource() {
            return bySource.entrySet().stream()
                    .max(Map.Entry.comparingByValue())
                    .map(Map.Entry::getKey)
                    .orElse("");
        }
    }

    /**
     * How much was left out for one cause.
     *
     * @param cause such as late, early, time-out-of-range
     * @param worstSource the source partition that most of it came from
     */
    record Count(String cause, long count, String worstSource) {}

    /** @param clockMs wall-clock time, epoch milliseconds */
    LeftOutEvents(LongSupplier clockMs) {
        this.clockMs = clockMs;
    }

    /** @param example what is known of it, for the log */
    synchronized void add(String of, String source, String example) {
        Cause cause = causes.computeIfAbsent(of, absent -> new Cause());
        cause.count++;
        if (cause.bySource.size() < MOST_SOURCES || cause.bySource.containsKey(source)) {
            cause.bySource.merge(source, 1L, Long::sum);
        }
        long nowMs = clockMs.getAsLong();
        if (cause.logged == 0 || nowMs - cause.loggedAtMs >= LOG_EVERY_MS) {
            // No warning: a share of them that matters is a problem, which Watch warns of once.
            LOG.atInfo()
                    .addKeyValue("cause", of)
                    .addKeyValue("records", cause.count - cause.logged)
                    .addKeyValue("sinceStart", cause.count)
                    .addKeyValue("worstSource", cause.worstSource())
                    .addKeyValue("latest", example)
                    .log("records left out");
            cause.logged = cause.count;
            cause.loggedAtMs = nowMs;
        }
    }

    /** Records left out for a cause. */
    synchronized long count(String of) {
        Cause cause = causes.get(of);
        return cause == null ? 0 : cause.count;
    }

    /** All causes that there were, by their names. */
    synchronized List<Count> counts() {
        return causes.entrySet().stream()
                .map(entry -> new Count(
                        entry.getKey(), entry.getValue().count, entry.getValue().worstSource()))
                .toList();
    }
}
