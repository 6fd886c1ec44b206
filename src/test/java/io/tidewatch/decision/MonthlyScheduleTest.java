package io.tidewatch.decision;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewatch.window.TimeContext;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MonthlyScheduleTest {
    private static final long MINUTE_MS = 60_000;
    private static final long HOUR_MS = 60 * MINUTE_MS;
    private static final long DAY_MS = 24 * HOUR_MS;
    private static final ZoneId OSLO = ZoneId.of("Europe/Oslo");

    private final MonthlySchedule schedule = new MonthlySchedule();
    private final TimeContext time = new TimeContext(OSLO);

    private static long ms(String local) {
        return LocalDateTime.parse(local).atZone(OSLO).toInstant().toEpochMilli();
    }

    private Moment at(long startMs, long intervalMs) {
        return new Moment(startMs, time.localMs(startMs), intervalMs, 100_000);
    }

    private double started(String local, double anomalyScore) {
        return schedule.started(at(ms(local), MINUTE_MS), anomalyScore);
    }

    @Test
    void firstOfTheMonthIsNewsInTwoMonthsAndThenOnSchedule() {
        assertThat(started("2026-01-01T00:00", 4)).isZero();
        assertThat(started("2026-02-01T00:08", 5)).isZero();
        assertThat(started("2026-03-01T00:02", 4.5)).isEqualTo(5);
        // By local time, though clocks have changed.
        assertThat(started("2026-04-01T00:05", 9)).isEqualTo(5);
        assertThat(started("2026-05-01T00:00", 3)).isEqualTo(9);
    }

    @Test
    void lastOfTheMonthIsOnScheduleWhateverItsNumber() {
        started("2026-01-31T18:00", 4);
        started("2026-02-28T18:00", 4);
        assertThat(started("2026-03-31T18:00", 4)).isEqualTo(4);
        assertThat(started("2026-04-30T18:00", 4)).isEqualTo(4);
    }

    @Test
    void anotherDayAnotherHourAndAMonthLeftOutAreNews() {
        started("2026-01-10T08:00", 4);
        started("2026-02-10T08:00", 4);
        assertThat(started("2026-03-09T08:00", 4)).isZero();
        assertThat(started("2026-03-11T08:00", 4)).isZero();
        assertThat(started("2026-03-10T08:11", 4)).isZero();
        assertThat(started("2026-04-10T08:00", 4)).isZero();
    }

    @Test
    void longStepsMakeTheSameTimeAsLongButNoOtherDay() {
        for (int month = 1; month < 3; month++) {
            schedule.started(at(ms("2026-0" + month + "-05T00:00"), DAY_MS), 4);
        }
        assertThat(schedule.started(at(ms("2026-03-06T00:00"), DAY_MS), 4)).isZero();
        assertThat(schedule.started(at(ms("2026-03-05T00:00"), DAY_MS), 4)).isEqualTo(4);
    }

    @Test
    void severalStartsAtOnceAreOneMonth() {
        for (int start = 0; start < 5; start++) {
            assertThat(started("2026-01-01T00:0" + 2 * start, 4)).isZero();
        }
        assertThat(started("2026-02-01T00:00", 4)).isZero();
        assertThat(started("2026-03-01T00:00", 4)).isEqualTo(4);
    }

    @Test
    void whatAnIncidentHasComeToIsUsualInTheMonthsAfter() {
        started("2026-01-01T00:00", 4);
        schedule.reached(ms("2026-01-01T00:00"), 7);
        started("2026-02-01T00:00", 4);
        assertThat(started("2026-03-01T00:00", 4)).isEqualTo(7);
    }

    @Test
    void whatWasSeenInSeveralMonthsStaysWhenMuchElseStarts() {
        started("2026-01-01T00:00", 4);
        started("2026-02-01T00:00", 4);
        for (int day = 10; day < 28; day++) {
            started("2026-02-" + day + "T1" + day % 10 + ":00", 4);
        }
        assertThat(started("2026-03-01T00:00", 4)).isEqualTo(4);
    }

    /** Whether an incident opens at a step of an hour. */
    private boolean opens(IncidentTracker tracker, long startMs, double anomalyScore) {
        AnomalyScore score = new AnomalyScore(anomalyScore, 0, 0, false, false);
        return tracker.add("d", "e", at(startMs, HOUR_MS), score) == Change.OPENED;
    }

    @Test
    void firstOfTheMonthThatIsClearlyWorseIsTold() {
        AlertPolicy policy = new AlertPolicy(0.1, 8, 1);
        IncidentTracker tracker = new IncidentTracker(policy);
        double usual = policy.threshold(HOUR_MS) + 3;
        List<Integer> told = new ArrayList<>();
        for (long startMs = ms("2026-01-01T00:00"); startMs < ms("2026-10-02T00:00"); startMs += HOUR_MS) {
            LocalDateTime local = Instant.ofEpochMilli(startMs).atZone(OSLO).toLocalDateTime();
            boolean first = local.getDayOfMonth() == 1 && local.getHour() == 0;
            double anomalyScore = local.getMonthValue() == 9 ? usual + 2 : usual;
            if (opens(tracker, startMs, first ? anomalyScore : 0)) {
                told.add(local.getMonthValue());
            }
        }
        assertThat(told).containsExactly(1, 2, 9);
    }

    @Test
    void whatIsReadIsWhatWasWritten() {
        Random random = new Random(3);
        MonthlySchedule read = new MonthlySchedule();
        long startMs = ms("2026-01-01T00:00");
        for (int start = 0; start < 2_000; start++) {
            ByteBuffer bytes = ByteBuffer.allocate(256);
            schedule.write(bytes);
            read.read(bytes.flip());
            assertThat(bytes.hasRemaining()).isFalse();
            startMs += (1 + random.nextInt(8)) * DAY_MS + (random.nextInt(3) - 1) * 7 * MINUTE_MS;
            Moment at = at(startMs, MINUTE_MS);
            double anomalyScore = (float) (3 + random.nextInt(5));
            assertThat(read.started(at, anomalyScore)).isEqualTo(schedule.started(at, anomalyScore));
        }
    }
}
