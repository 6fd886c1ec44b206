package io.tidewatch.service;

import io.tidewatch.topology.InputProgress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.apache.kafka.common.utils.ThreadUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks every few seconds at what the process has done, for problems; logs what makes it not ready, and its end. */
final class Watch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Watch.class);
    private static final long LOOK_EVERY_SECONDS = 5;

    private final Source source;
    private final String brokers;
    private final LongSupplier nanoTime;
    private final RecentCounts recent = new RecentCounts();
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(ThreadUtils.createThreadFactory("tidewatch-watch", true));
    private long answers = -1;
    private long answeredNs;
    private boolean away;
    private final Standstill standstill;
    private final SlowSources slowSources = new SlowSources();
    private volatile List<Problem> problems = List.of();

    /**
     * What has been counted since the start.
     *
     * @param running whether the stream threads run, so that brokers should answer them
     * @param answers fetches that brokers have answered
     * @param input how far it has been worked off
     * @param newestDeadLetter where it was read, and why it is one; empty while there is none
     * @param leftOut events that were late or early
     * @param lags of the active source partitions now
     */
    record Counts(
            boolean running,
            long answers,
            InputProgress input,
            long events,
            long deadLetters,
            String newestDeadLetter,
            long leftOut,
            long entities,
            long learning,
            List<SourceTimes.Lag> lags) {

        /** A dead letter is no event; a late or early event is one. */
        long records() {
            return events + deadLetters;
        }
    }

    /** Logs what has been counted. */
    interface Source {
        Counts counts();
    }

    /** @param brokers as {@code kafka.bootstrap.servers} has them */
    Watch(Source source, String brokers, LongSupplier nanoTime) {
        this.source = source;
        this.brokers = brokers;
        this.nanoTime = nanoTime;
        this.standstill = new Standstill(nanoTime.getAsLong());
    }

    void start() {
        timer.scheduleWithFixedDelay(this::lookSafely, 0, LOOK_EVERY_SECONDS, TimeUnit.SECONDS);
    }

    private void lookSafely() {
        try {
            look();
        } catch (RuntimeException e) {
            LOG.atWarn().setCause(e).log("the look at the process failed; problems may be shown late");
        }
    }

    void look() {
        Counts now = source.counts();
        long nowNs = nanoTime.getAsLong();
        // Threads that do not run ask for nothing. But what is away stays away until it answers.
        if (now.answers() > answers || !now.running() && !away) {
            answeredNs = nowNs;
        }
        // A thread that ended takes its count with it; that is no answer.
        answers = now.answers();
        long silentSeconds = TimeUnit.NANOSECONDS.toSeconds(nowNs - answeredNs);
        away = silentSeconds >= ProblemRules.BROKERS_AWAY_SECONDS;
        recent.add(now, nowNs);
        List<Problem> found = ProblemRules.problems(new Facts(
                brokers,
                silentSeconds,
                standstill.look(now.running(), now.input(), nowNs),
                now.input().waiting(),
                recent.share(Counts::deadLetters, Counts::records),
                now.newestDeadLetter(),
                recent.share(Counts::leftOut, Counts::events),
                now.entities(),
                now.learning(),
                slowSources.look(now.lags(), nowNs)));
        logChanges(problems, found);
        problems = found;
    }

    private static void logChanges(List<Problem> before, List<Problem> now) {
        Map<String, Problem> known = byCheck(before);
        Map<String, Problem> still = byCheck(now);
        now.stream()
                .filter(problem -> problem.stops() && !stopped(known, problem))
                .forEach(problem -> LOG.atWarn()
                        .addKeyValue("check", problem.check())
                        .addKeyValue("problem", problem.text())
                        .log("not ready"));
        before.stream()
                .filter(problem -> problem.stops() && !stopped(still, problem))
                .forEach(problem ->
                        LOG.atInfo().addKeyValue("check", problem.check()).log("ready again"));
    }

    private static boolean stopped(Map<String, Problem> of, Problem problem) {
        Problem same = of.get(problem.check());
        return same != null && same.stops();
    }

    private static Map<String, Problem> byCheck(List<Problem> problems) {
        return problems.stream().collect(Collectors.toMap(Problem::check, problem -> problem));
    }

    /** What is wrong as of the last look, the worst first. */
    List<Problem> problems() {
        return problems;
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
