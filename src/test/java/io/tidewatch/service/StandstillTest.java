package io.tidewatch.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewatch.topology.InputProgress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class StandstillTest {
    private final Standstill standstill = new Standstill(0);
    private Duration commitInterval = Duration.ZERO;
    private long nowNs;

    private long lookAfter(long seconds, boolean running, long commits, long processed, long waiting) {
        nowNs += TimeUnit.SECONDS.toNanos(seconds);
        return standstill.look(running, new InputProgress(commits, processed, waiting, commitInterval), nowNs);
    }

    @Test
    void nothingThatWaitsIsNoStandstill() {
        lookAfter(1, true, 9, 9, 5);

        assertThat(lookAfter(300, true, 9, 9, 0)).isZero();
        assertThat(lookAfter(5, true, 9, 9, 5)).isEqualTo(5);
    }

    @Test
    void commitsWithoutARecordProcessedAreOne() {
        lookAfter(1, true, 9, 9, 5);

        assertThat(lookAfter(70, true, 200, 9, 5)).isEqualTo(70);
    }

    @Test
    void recordsProcessedWithoutACommitAreOne() {
        lookAfter(1, true, 9, 9, 5);

        assertThat(lookAfter(70, true, 9, 900, 5)).isEqualTo(70);
    }

    @Test
    void threadsThatAreReplacedOverAndOverDoNotStartItAnew() {
        lookAfter(1, true, 9, 9, 5);
        // The metrics of a thread go with it; its successor's partitions are unknown until it has fetched.
        lookAfter(30, true, 9, 30, 5);
        assertThat(lookAfter(30, false, 0, 0, InputProgress.UNKNOWN)).isZero();

        assertThat(lookAfter(30, true, 0, 20, 5)).isEqualTo(60);
        assertThat(lookAfter(5, true, 1, 25, 5)).isZero();
    }

    @Test
    void timeOfRestoringDoesNotCount() {
        lookAfter(1, true, 9, 9, 5);

        assertThat(lookAfter(3_600, false, 9, 9, 5)).isZero();
    }

    @Test
    void commitsMayBeAsFarApartAsConfigured() {
        commitInterval = Duration.ofSeconds(60);
        lookAfter(1, true, 9, 9, 5);

        assertThat(lookAfter(60, true, 9, 99, 5)).isZero();
        assertThat(lookAfter(30, true, 9, 999, 5)).isEqualTo(30);
    }
}
