package io.tidewatch.service;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Finds from the facts what is wrong. */
final class ProblemRules {
    /** The check that all entities have too little history. */
    static final String LEARNING = "learning";

    private static final String BROKER = "broker";
    private static final String PROGRESS = "progress";
    private static final String RECORDS = "records";
    private static final String EVENTS = "events";
    private static final String TIME = "time";

    /** The check of what the models topic says is active, and of the training of newer models. */
    static final String MODELS = "models";

    /** Names of the checks that a problem may belong to. */
    static final List<String> CHECKS = List.of(BROKER, PROGRESS, RECORDS, EVENTS, TIME, LEARNING, MODELS);

    /** A broker that is well answers each fetch within half a second; a restart of one takes a few seconds. */
    static final long BROKERS_AWAY_SECONDS = 30;

    /** The input is committed twice a second; a rebalance or a failed transaction delays that by some seconds. */
    static final long STALLED_SECONDS = 60;

    private ProblemRules() {}

    /** What is wrong, the worst first. */
    static List<Problem> problems(Facts facts) {
        List<Problem> problems = new ArrayList<>();
        if (facts.brokersSilentSeconds() >= BROKERS_AWAY_SECONDS) {
            problems.add(
                    new Problem(
                            BROKER,
                            true,
                            "No broker of " + facts.brokers() + " has answered for " + facts.brokersSilentSeconds()
                                    + " s. Events wait, none is lost. Check the brokers, the network and kafka.bootstrap.servers."));
        }
        // While no broker answers, nothing can be committed.
        if (problems.isEmpty() && facts.stalledSeconds() >= STALLED_SECONDS) {
            problems.add(new Problem(
                    PROGRESS,
                    true,
                    "Events wait, " + facts.waiting() + " in the partition furthest behind, but none is committed for "
                            + facts.stalledSeconds()
                            + " s. None is lost. See the log for threads that are replaced, and /health/live for ones"
                            + " that hang; where neither shows the cause, keep a thread dump (jcmd PID Thread.print)"
                            + " and restart the process."));
        }
        share(
                problems,
                RECORDS,
                facts.deadLetters(),
                "became dead letters",
                "The newest, of " + facts.newestDeadLetter()
                        + ". Each has its own cause in the header tidewatch.error in the dead-letter topic.");
        share(
                problems,
                EVENTS,
                facts.leftOut(),
                "were late or early, and left out",
                "Check the clocks of the producers, or raise window.grace.");
        facts.slow().ifPresent(slow -> problems.add(new Problem(TIME, false, words(slow))));
        if (facts.entities() > 0 && facts.learning() == facts.entities()) {
            problems.add(new Problem(
                    LEARNING,
                    false,
                    "All " + facts.entities() + " entities are still learning; nothing is scored yet."));
        }
        return problems;
    }

    private static String words(SlowSources.Slow slow) {
        return "Event time is held at "
                + Instant.ofEpochMilli(slow.lag().timeMs()).truncatedTo(ChronoUnit.SECONDS)
                + ": partition " + slow.lag().source() + " is behind the fastest of its topic in this instance by "
                + TimeUnit.MILLISECONDS.toMinutes(slow.lag().behindMs()) + " min, and has not come nearer for "
                + slow.minutes() + " min. Steps close late, so alerts come late; none is lost. Check the clocks of the"
                + " producers that write to this partition.";
    }

    private static void share(List<Problem> problems, String check, RecentShare share, String what, String remedy) {
        if (share.some()) {
            problems.add(new Problem(check, share.most(), share.words() + " " + what + ". " + remedy));
        }
    }
}
