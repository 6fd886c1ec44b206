package io.tidewatch.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class WorkloadTest {
    private final Workload workload = new Workload(3, 2, 10, 60);

    @Test
    void preludeHasOneEventPerStepAndEntityThenStepsHaveSeveral() {
        long prelude = workload.preludeEvents();
        assertThat(prelude).isEqualTo(3L * Workload.PRELUDE_STEPS).isGreaterThan(3L * Workload.WINDOW_STEPS);
        assertThat(workload.totalEvents()).isEqualTo(prelude + 60);
        assertThat(workload.offsetMs(0)).isZero();
        assertThat(workload.offsetMs(3)).isEqualTo(Workload.STEP_MS);
        assertThat(workload.offsetMs(prelude)).isEqualTo(Workload.PRELUDE_STEPS * Workload.STEP_MS);
        assertThat(workload.offsetMs(prelude + 3)).isEqualTo(workload.offsetMs(prelude) + 1_000);
        assertThat(workload.offsetMs(prelude + 30)).isEqualTo(workload.offsetMs(prelude) + Workload.STEP_MS);
    }

    @Test
    void entitiesTakeTurns() {
        assertThat(workload.entity(0)).isZero();
        assertThat(workload.entity(5)).isEqualTo(2);
    }

    @Test
    void lessThanAnEventForEachEntityIsRefused() {
        assertThatThrownBy(() -> new Workload(10, 1, 1, 9)).isInstanceOf(IllegalArgumentException.class);
    }
}
