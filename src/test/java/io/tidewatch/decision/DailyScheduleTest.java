package io.tidewatch.decision;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DailyScheduleTest {
    private static final long MINUTE_MS = 60_000;
    private static final long HOUR_MS = 60 * MINUTE_MS;
    private static final long DAY_MS = 24 * HOUR_MS;
    private static final long START_MS = 1_700_000_000_000L;

    private final DailySchedule schedule = new DailySchedule();

    private double started(long afterMs, double score) {
        return schedule.started(START_MS + afterMs, MINUTE_MS, score);
    }

    @Test
    void isNewsOnTwoDaysAndThenOnSchedule() {
        assertThat(started(0, 4)).isZero();
        assertThat(started(DAY_MS + 5 * MINUTE_MS, 5)).isZero();
        assertThat(started(2 * DAY_MS - 2 * MINUTE_MS, 4.5)).isEqualTo(5);
        assertThat(started(3 * DAY_MS, 9)).isEqualTo(5);
        assertThat(started(4 * DAY_MS, 3)).isEqualTo(9);
    }

    @Test
    void followsAJobThatDriftsAndSkipsTheWeekend() {
        started(0, 4);
        started(DAY_MS + 8 * MINUTE_MS, 4);
        assertThat(started(4 * DAY_MS + 16 * MINUTE_MS, 4)).isEqualTo(4);
        assertThat(started(11 * DAY_MS + 24 * MINUTE_MS, 4)).isEqualTo(4);
    }

    @Test
    void knowsNothingOfAnotherTimeOfDayNorAfterMoreThanAWeek() {
        started(0, 4);
        started(DAY_MS, 4);
        assertThat(started(2 * DAY_MS + 11 * MINUTE_MS, 4)).isZero();
        assertThat(started(10 * DAY_MS, 4)).isZero();
    }

    @Test
    void severalStartsOfOneDayAreOneDay() {
        for (int start = 0; start < 5; start++) {
            assertThat(started(start * 2 * MINUTE_MS, 4)).isZero();
        }
        assertThat(started(DAY_MS, 4)).isZero();
        assertThat(started(2 * DAY_MS, 4)).isEqualTo(4);
    }

    @Test
    void longStepsMakeTheSameTimeOfDayAsLong() {
        for (int day = 0; day < 2; day++) {
            schedule.started(START_MS + day * DAY_MS, HOUR_MS, 4);
        }
        assertThat(schedule.started(START_MS + 2 * DAY_MS + HOUR_MS, HOUR_MS, 4))
                .isEqualTo(4);
    }

    @Test
    void whatAnIncidentHasComeToIsUsualOnTheDaysAfter() {
        started(0, 4);
        schedule.reached(START_MS, 7);
        started(DAY_MS, 4);
        assertThat(started(2 * DAY_MS, 4)).isEqualTo(7);
    }

    @Test
    void remembersEightTimesOfDayTheOneNotSeenForLongestGivesWay() {
        for (int day = 0; day < 3; day++) {
            for (int hour = 0; hour < 9; hour++) {
                double usual = started(day * DAY_MS + hour * HOUR_MS, 4);
                assertThat(usual).as("day %d, hour %d", day, hour).isZero();
            }
        }
        DailySchedule eight = new DailySchedule();
        for (int day = 0; day < 3; day++) {
            for (int hour = 0; hour < 8; hour++) {
                double usual = eight.started(START_MS + day * DAY_MS + hour * HOUR_MS, MINUTE_MS, 4);
                assertThat(usual).isEqualTo(day < 2 ? 0 : 4);
            }
        }
    }

    @Test
    void whatIsReadIsWhatWasWritten() {
        Random random = new Random(3);
        DailySchedule read = new DailySchedule();
        for (int start = 0; start < 2_000; start++) {
            ByteBuffer bytes = ByteBuffer.allocate(256);
            schedule.write(bytes);
            read.read(bytes.flip());
            assertThat(bytes.hasRemaining()).isFalse();
            long atMs = START_MS + start * 5 * HOUR_MS + random.nextInt(10) * 10 * MINUTE_MS;
            double score = (float) (3 + random.nextInt(5));
            assertThat(read.started(atMs, MINUTE_MS, score)).isEqualTo(schedule.started(atMs, MINUTE_MS, score));
        }
    }
}
