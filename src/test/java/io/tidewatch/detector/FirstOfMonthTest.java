package io.tidewatch.detector;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewatch.AlertStatus;
import io.tidewatch.event.Event;
import io.tidewatch.model.ModelSpec;
import io.tidewatch.window.Aggregate;
import io.tidewatch.window.FeatureSpec;
import io.tidewatch.window.OneSource;
import io.tidewatch.window.StepSpec;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Values of each hour that are high for six hours on each first of the month. */
class FirstOfMonthTest {
    private static final long HOUR_MS = 3_600_000;
    private static final DetectorSpec SPEC = new DetectorSpec(
            "d",
            List.of(new FeatureSpec("rows", Aggregate.MEAN)),
            List.of(),
            new StepSpec(HOUR_MS, 0, 0),
            32,
            ZoneOffset.UTC,
            0.1,
            ModelSpec.DEFAULT);

    /** Days on which alerts open, of so many months from January 2026 on. */
    private List<LocalDate> opened(int months, LocalDate special, double specialTimes) {
        Detector detector = new Detector(SPEC);
        EntityState entity = detector.newEntity("table");
        Random random = new Random(11);
        List<LocalDate> days = new ArrayList<>();
        LocalDateTime end = LocalDateTime.of(2026, 1, 1, 0, 0).plusMonths(months);
        for (LocalDateTime at = LocalDateTime.of(2026, 1, 1, 0, 0); at.isBefore(end); at = at.plusHours(1)) {
            boolean early = at.getHour() < 6;
            double times =
                    early && at.toLocalDate().equals(special) ? specialTimes : at.getDayOfMonth() == 1 && early ? 3 : 1;
            RecordedOutcomes outcomes = new RecordedOutcomes();
            long timeMs = at.toInstant(ZoneOffset.UTC).toEpochMilli();
            Event event = new Event("table", timeMs, times * (900 + random.nextInt(200)));
            detector.onEvent(entity, OneSource.event(event), OneSource.at(timeMs), 0, outcomes);
            LocalDate day = at.minusHours(1).toLocalDate();
            outcomes.alerts.stream()
                    .filter(alert -> alert.getStatus() == AlertStatus.OPEN)
                    .forEach(alert -> days.add(day));
        }
        return days;
    }

    @Test
    void firstsAreNoNewsFromTheFourthMonthOn() {
        assertThat(opened(10, LocalDate.MIN, 1))
                .contains(LocalDate.of(2026, 2, 1))
                .noneMatch(day -> day.getDayOfMonth() == 1 && day.getMonthValue() >= 4);
    }

    @Test
    void sameHeightOnAnotherDayIsTold() {
        LocalDate other = LocalDate.of(2026, 9, 12);
        assertThat(opened(10, other, 3)).contains(other);
    }
}
