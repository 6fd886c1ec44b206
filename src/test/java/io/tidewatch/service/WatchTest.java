package io.tidewatch.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class WatchTest {
    private Watch.Counts counts = new Watch.Counts(true, 1, 0, 0, 0, 0, 0);
    private long nowNs;
    private final Watch watch = new Watch(() -> counts, () -> nowNs);

    private void lookAfter(long seconds, Watch.Counts now) {
        nowNs += TimeUnit.SECONDS.toNanos(seconds);
        counts = now;
        watch.look();
    }

    @Test
    void brokersThatAnswerNoFetchForHalfAMinuteAreAwayUntilTheyAnswerAgain() {
        Watch.Counts silent = new Watch.Counts(true, 7, 0, 0, 0, 0, 0);
        lookAfter(0, silent);
        lookAfter(29, silent);
        assertThat(watch.problems()).isEmpty();
        lookAfter(1, silent);
        assertThat(watch.problems()).extracting(Problem::check, Problem::stops).containsExactly(tuple("broker", true));

        lookAfter(5, new Watch.Counts(true, 8, 0, 0, 0, 0, 0));
        assertThat(watch.problems()).isEmpty();
    }

    @Test
    void whileTheThreadsDoNotRunNoAnswerIsExpected() {
        Watch.Counts starting = new Watch.Counts(false, 0, 0, 0, 0, 0, 0);
        lookAfter(0, starting);
        lookAfter(300, starting);
        assertThat(watch.problems()).isEmpty();
        lookAfter(5, new Watch.Counts(true, 0, 0, 0, 0, 0, 0));
        assertThat(watch.problems()).isEmpty();
    }

    @Test
    void brokersThatAreAwayStayAwayWhileTheThreadsRebalanceForThem() {
        lookAfter(0, new Watch.Counts(true, 7, 0, 0, 0, 0, 0));
        lookAfter(30, new Watch.Counts(true, 7, 0, 0, 0, 0, 0));
        lookAfter(5, new Watch.Counts(false, 7, 0, 0, 0, 0, 0));
        assertThat(watch.problems()).extracting(Problem::check).containsExactly("broker");
    }

    @Test
    void recordsThatAllBecomeDeadLettersStopItAndAreForgottenAMinuteAfterTheLast() {
        lookAfter(0, new Watch.Counts(true, 1, 0, 0, 0, 0, 0));
        lookAfter(5, new Watch.Counts(true, 2, 0, 1_200, 0, 0, 0));
        assertThat(watch.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.stops()).isTrue();
            assertThat(problem.text()).startsWith("1200 of the last minute's 1200 records became dead letters.");
        });
        for (int look = 0; look < 13; look++) {
            lookAfter(5, new Watch.Counts(true, 3 + look, 100, 1_200, 0, 0, 0));
        }
        assertThat(watch.problems()).isEmpty();
    }

    @Test
    void aFewLateEventsAreToldAndDoNotStopIt() {
        lookAfter(0, new Watch.Counts(true, 1, 0, 0, 0, 9, 0));
        lookAfter(5, new Watch.Counts(true, 2, 1_000, 0, 110, 9, 0));
        assertThat(watch.problems()).extracting(Problem::check, Problem::stops).containsExactly(tuple("events", false));
        lookAfter(5, new Watch.Counts(true, 3, 1_000, 0, 900, 9, 0));
        assertThat(watch.problems()).extracting(Problem::stops).containsExactly(true);
    }

    @Test
    void entitiesThatAreAllStillLearningAreNotCalledCalm() {
        lookAfter(0, new Watch.Counts(true, 1, 0, 0, 0, 40, 40));
        assertThat(watch.problems()).singleElement().satisfies(problem -> assertThat(problem.text())
                .contains("All 40 entities are still learning"));
        lookAfter(5, new Watch.Counts(true, 2, 0, 0, 0, 40, 39));
        assertThat(watch.problems()).isEmpty();
    }
}
