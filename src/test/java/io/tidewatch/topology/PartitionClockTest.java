package io.tidewatch.topology;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PartitionClockTest {
    private static final long WALL = 1_000_000;
    private final PartitionClock clock = new PartitionClock(5_000, Long.MIN_VALUE, WALL);

    @Test
    void timeIsTheNewestEventAndNeverGoesBack() {
        clock.event(70, WALL);
        clock.event(50, WALL);
        assertThat(clock.timeMs()).isEqualTo(70);
    }

    @Test
    void clockThatNeverRanDoesNotStartByItself() {
        for (int s = 1; s < 100; s++) {
            assertThat(clock.look(WALL + s * 1_000, true)).isFalse();
        }
        assertThat(clock.timeMs()).isEqualTo(Long.MIN_VALUE);
    }

    @Test
    void quietPartitionGoesOnByAllThatPassedSinceItsLastRecord() {
        clock.event(100, WALL);
        for (int s = 1; s <= 4; s++) {
            assertThat(clock.look(WALL + s * 1_000, true)).isFalse();
        }
        assertThat(clock.look(WALL + 5_000, true)).isTrue();
        assertThat(clock.timeMs()).isEqualTo(5_100);
        clock.look(WALL + 6_000, true);
        assertThat(clock.timeMs()).isEqualTo(6_100);
        clock.event(7_000, WALL + 6_500);
        assertThat(clock.look(WALL + 7_000, true)).isFalse();
        assertThat(clock.timeMs()).isEqualTo(7_000);
    }

    @Test
    void timeWithoutABrokerDoesNotCount() {
        clock.event(100, WALL);
        for (int s = 1; s <= 100; s++) {
            clock.look(WALL + s * 1_000, false);
        }
        assertThat(clock.timeMs()).isEqualTo(100);
        assertThat(clock.look(WALL + 101_000, true)).isFalse();
    }

    @Test
    void longGapBetweenLooksOrAClockSetBackCountsLittle() {
        clock.event(100, WALL);
        clock.look(WALL + 3_600_000, true);
        assertThat(clock.timeMs()).isEqualTo(100);
        clock.look(WALL, true);
        assertThat(clock.timeMs()).isEqualTo(100);
    }
}
