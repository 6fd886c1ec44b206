package io.tidewatch.service;

import io.tidewatch.topology.StreamThreads;
import java.time.Duration;
import java.util.stream.Collectors;

/** Finds whether the stream threads of a running application work. */
final class StreamThreadRule {
    /** A thread may wait for the registry for two minutes without a poll, however short the interval is set. */
    private static final Duration LEAST = Duration.ofMinutes(5);

    private static final String CHECK = "stream-threads";

    private StreamThreadRule() {}

    static Health.Check check(StreamThreads threads) {
        Duration longest = threads.pollInterval().compareTo(LEAST) > 0 ? threads.pollInterval() : LEAST;
        String stuck = threads.alive().stream()
                .filter(thread -> thread.unpolled().compareTo(longest) > 0)
                .map(thread -> thread.name() + " for " + thread.unpolled().toSeconds() + " s")
                .collect(Collectors.joining(", "));
        if (!stuck.isEmpty()) {
            return new Health.Check(
                    CHECK,
                    false,
                    "not polled: " + stuck + ", more than " + longest.toSeconds()
                            + " s; the thread hangs and its partitions wait; keep a thread dump (jcmd PID Thread.print),"
                            + " then restart the process");
        }
        int missing = threads.configured() - threads.alive().size();
        if (missing > 0) {
            return new Health.Check(
                    CHECK,
                    false,
                    missing + " of " + threads.configured() + " ended and none took its place; alive: "
                            + threads.alive().stream()
                                    .map(StreamThreads.Alive::name)
                                    .collect(Collectors.joining(", "))
                            + "; see the log for the cause, then restart the process");
        }
        return new Health.Check(CHECK, true, threads.alive().size() + " poll");
    }
}
