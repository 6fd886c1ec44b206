package io.tidewatch.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LoadScheduleTest {
    private final LoadSchedule schedule = LoadSchedule.of(new BenchPlan.Latency(0, 25, 100, 50, 2, 4, false), 1_000);

    @Test
    void eventsAreDueEvenly() {
        assertThat(schedule.events()).isEqualTo(6_000);
        assertThat(schedule.dueNs(1)).isEqualTo(1_000_000);
        assertThat(schedule.countedFromNs()).isEqualTo(2_000_000_000L);
        assertThat(schedule.intervalMs()).isCloseTo(100, within(1e-9));
    }

    @Test
    void countedAnomaliesAreSpreadOverWhatCounts() {
        assertThat(schedule.anomaliesBy(2_000)).isEqualTo(1);
        assertThat(schedule.anomaliesBy(4_000)).isEqualTo(26);
        assertThat(schedule.anomaliesBy(5_999)).isEqualTo(50);
    }

    @Test
    void warmUpHasAnomaliesAtTheSameRateThatDoNotCount() {
        assertThat(schedule.anomaliesBy(0)).isZero();
        assertThat(schedule.anomaliesBy(1_999)).isEqualTo(25);
        assertThat(schedule.counts(1_999)).isFalse();
        assertThat(schedule.counts(2_000)).isTrue();
    }

    @Test
    void warmUpLeavesEntitiesForTheAnomaliesThatCount() {
        LoadSchedule crowded = LoadSchedule.of(new BenchPlan.Latency(0, 25, 100, 90, 2, 4, false), 1_000);

        assertThat(crowded.anomaliesBy(1_999)).isEqualTo(10);
        assertThat(crowded.anomaliesBy(5_999)).isEqualTo(90);
    }
}
