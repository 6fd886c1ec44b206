package io.tidewatch.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidewatch.bench.Progression.Point;
import org.junit.jupiter.api.Test;

class ProgressionTest {
    private static final double SECOND = 1e9;

    private static Point at(double seconds, long finished, long decoded) {
        return new Point(
                (long) (seconds * SECOND), finished, decoded, (long) (seconds * SECOND / 2), 3 * finished, finished);
    }

    @Test
    void rateIsTakenBetweenCommitsAfterThePreludeAndBeforeTheInputIsUsedUp() {
        Progression progression = new Progression(100, 10_000);
        progression.add(at(0, 1, 1));
        progression.add(at(1, 50, 900));
        progression.add(at(2, 200, 2_000));
        progression.add(at(3, 1_200, 3_000));
        progression.add(at(4, 2_200, 4_000));
        progression.add(at(5, 9_000, 10_000));
        progression.add(at(9, 10_000, 10_000));

        assertThat(progression.eventsPerSecond()).isCloseTo(1_000, within(1e-6));
        assertThat(progression.steadySeconds()).isCloseTo(2, within(1e-9));
        assertThat(progression.cpuMicrosPerEvent()).isCloseTo(500, within(1e-6));
        assertThat(progression.changelogBytesPerEvent()).isCloseTo(3, within(1e-9));
        assertThat(progression.changelogRecordsPerEvent()).isCloseTo(1, within(1e-9));
        assertThat(progression.wholeEventsPerSecond()).isCloseTo(9_999 / 9.0, within(1e-6));
    }

    @Test
    void runTooShortForTwoCommitsIsTakenAsAWhole() {
        Progression progression = new Progression(100, 1_000);
        progression.add(at(0, 10, 10));
        progression.add(at(1, 600, 600));
        progression.add(at(3, 1_000, 1_000));

        assertThat(progression.eventsPerSecond()).isCloseTo(330, within(1e-6));
    }

    @Test
    void commitsBetweenWhichNothingWasFinishedDoNotCount() {
        Progression progression = new Progression(100, 1_000);
        progression.add(at(0, 10, 10));
        progression.add(at(1, 600, 700));
        progression.add(at(2, 600, 900));
        progression.add(at(3, 1_000, 1_000));

        assertThat(progression.eventsPerSecond()).isCloseTo(330, within(1e-6));
    }
}
