package io.tidewatch.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tidewatch.topology.InputProgress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class WatchTest {
    private Watch.Counts counts = counts(true, 1, 0, 0, 0, 0, 0);
    private long nowNs;
    private long answers;
    private final Watch watch = new Watch(() -> counts, "kafka-1:9092", () -> nowNs);

    private static Watch.Counts counts(
            boolean running, long answers, long events, long deadLetters, long leftOut, long entities, long learning) {
        return new Watch.Counts(
                running,
                answers,
                InputProgress.NONE,
                events,
                deadLetters,
                "in-0: no value",
                leftOut,
                entities,
                learning,
                List.of());
    }

    private void waiting(long seconds, InputProgress input) {
        lookAfter(seconds, new Watch.Counts(true, ++answers, input, 0, 0, "", 0, 0, 0, List.of()));
    }

    private static InputProgress input(long commits, long processed, long waiting) {
        return new InputProgress(commits, processed, waiting, Duration.ofMillis(500));
    }

    private void lookAfter(long seconds, Watch.Counts now) {
        nowNs += TimeUnit.SECONDS.toNanos(seconds);
        counts = now;
        watch.look();
    }

    @Test
    void brokersThatAnswerNoFetchForHalfAMinuteAreAwayUntilTheyAnswerAgain() {
        Watch.Counts silent = counts(true, 7, 0, 0, 0, 0, 0);
        lookAfter(0, silent);
        lookAfter(29, silent);
        assertThat(watch.problems()).isEmpty();
        lookAfter(1, silent);
        assertThat(watch.problems()).extracting(Problem::check, Problem::stops).containsExactly(tuple("broker", true));
        assertThat(watch.problems().get(0).text()).startsWith("No broker of kafka-1:9092 has answered for 30 s.");

        lookAfter(5, counts(true, 8, 0, 0, 0, 0, 0));
        assertThat(watch.problems()).isEmpty();
    }

    @Test
    void whileTheThreadsDoNotRunNoAnswerIsExpected() {
        Watch.Counts starting = counts(false, 0, 0, 0, 0, 0, 0);
        lookAfter(0, starting);
        lookAfter(300, starting);
        assertThat(watch.problems()).isEmpty();
        lookAfter(5, counts(true, 0, 0, 0, 0, 0, 0));
        assertThat(watch.problems()).isEmpty();
    }

    @Test
    void brokersThatAreAwayStayAwayWhileTheThreadsRebalanceForThem() {
        lookAfter(0, counts(true, 7, 0, 0, 0, 0, 0));
        lookAfter(30, counts(true, 7, 0, 0, 0, 0, 0));
        lookAfter(5, counts(false, 7, 0, 0, 0, 0, 0));
        assertThat(watch.problems()).extracting(Problem::check).containsExactly("broker");
    }

    @Test
    void countOfAThreadThatEndedIsMissedAndIsNoAnswer() {
        lookAfter(0, counts(true, 70, 0, 0, 0, 0, 0));
        lookAfter(30, counts(true, 70, 0, 0, 0, 0, 0));
        lookAfter(5, counts(true, 0, 0, 0, 0, 0, 0));
        assertThat(watch.problems()).extracting(Problem::check).containsExactly("broker");
        lookAfter(5, counts(true, 1, 0, 0, 0, 0, 0));
        assertThat(watch.problems()).isEmpty();
    }

    @Test
    void recordsThatAllBecomeDeadLettersStopItAndAreForgottenAMinuteAfterTheLast() {
        lookAfter(0, counts(true, 1, 0, 0, 0, 0, 0));
        lookAfter(5, counts(true, 2, 0, 1_200, 0, 0, 0));
        assertThat(watch.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.stops()).isTrue();
            assertThat(problem.text())
                    .startsWith(
                            "1200 of 1200 records of the last minute became dead letters. The newest, of in-0: no value.");
        });
        for (int look = 0; look < 13; look++) {
            lookAfter(5, counts(true, 3 + look, 100, 1_200, 0, 0, 0));
        }
        assertThat(watch.problems()).isEmpty();
    }

    @Test
    void aThinTopicWhoseRecordsAreAllRejectedStopsItForTenMinutes() {
        lookAfter(0, counts(true, 1, 0, 0, 0, 0, 0));
        for (int minute = 1; minute <= 4; minute++) {
            lookAfter(60, counts(true, 1 + minute, 0, minute, 0, 0, 0));
        }
        assertThat(watch.problems()).isEmpty();

        lookAfter(60, counts(true, 6, 0, 5, 0, 0, 0));
        assertThat(watch.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.stops()).isTrue();
            assertThat(problem.text()).startsWith("5 of 5 records of the last 5 minutes became dead letters.");
        });
        for (int look = 0; look < 5; look++) {
            lookAfter(60, counts(true, 7 + look, 0, 5, 0, 0, 0));
        }
        assertThat(watch.problems()).hasSize(1);
        lookAfter(60, counts(true, 12, 0, 5, 0, 0, 0));
        assertThat(watch.problems()).isEmpty();
    }

    @Test
    void aFewLateEventsAreToldAndDoNotStopIt() {
        lookAfter(0, counts(true, 1, 0, 0, 0, 9, 0));
        lookAfter(5, counts(true, 2, 1_000, 0, 110, 9, 0));
        assertThat(watch.problems()).extracting(Problem::check, Problem::stops).containsExactly(tuple("events", false));
        lookAfter(5, counts(true, 3, 1_000, 0, 900, 9, 0));
        assertThat(watch.problems()).extracting(Problem::stops).containsExactly(true);
    }

    @Test
    void partitionThatHoldsUpTimeIsToldAndDoesNotStopIt() {
        SourceTimes.Lag lag = new SourceTimes.Lag("pumps-3", 1_600_000_000_000L, 720_000);
        for (int minute = 0; minute <= 5; minute++) {
            assertThat(watch.problems()).isEmpty();
            lookAfter(60, new Watch.Counts(true, ++answers, InputProgress.NONE, 0, 0, "", 0, 0, 0, List.of(lag)));
        }

        assertThat(watch.problems()).extracting(Problem::check, Problem::stops).containsExactly(tuple("time", false));
        assertThat(watch.problems().get(0).text())
                .startsWith("Event time is held at 2020-09-13T12:26:40Z: partition pumps-3 is behind the fastest of its"
                        + " topic in this instance by 12 min, and has not come nearer for 5 min.");
    }

    @Test
    void entitiesThatAreAllStillLearningAreNotCalledCalm() {
        lookAfter(0, counts(true, 1, 0, 0, 0, 40, 40));
        assertThat(watch.problems()).singleElement().satisfies(problem -> assertThat(problem.text())
                .contains("All 40 entities are still learning"));
        lookAfter(5, counts(true, 2, 0, 0, 0, 40, 39));
        assertThat(watch.problems()).isEmpty();
    }

    @Test
    void eventsThatWaitForAMinuteWithoutACommitStopItUntilOneIsCommitted() {
        waiting(0, input(1, 100, 0));
        waiting(5, input(1, 110, 40));
        for (int look = 0; look < 11; look++) {
            waiting(5, input(1, 120 + look, 40));
        }
        assertThat(watch.problems()).isEmpty();
        waiting(5, input(1, 140, 40));
        assertThat(watch.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.check()).isEqualTo("progress");
            assertThat(problem.stops()).isTrue();
            assertThat(problem.text())
                    .startsWith("Events wait, 40 in the partition furthest behind")
                    .contains("restart");
        });

        waiting(5, input(2, 140, 40));
        assertThat(watch.problems()).isEmpty();
    }
}
