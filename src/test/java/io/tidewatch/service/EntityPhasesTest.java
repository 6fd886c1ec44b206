package io.tidewatch.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewatch.detector.StepResult.Phase;
import org.junit.jupiter.api.Test;

class EntityPhasesTest {
    private final EntityPhases phases = new EntityPhases();

    @Test
    void entityCountsInItsNewestPhaseOnly() {
        phases.step("pump-1", Phase.LEARNING);
        phases.step("pump-2", Phase.LEARNING);
        phases.step("pump-1", Phase.WITHOUT_MODEL);
        phases.step("pump-1", Phase.FULL);
        phases.step("pump-1", Phase.FULL);

        assertThat(phases.count(Phase.LEARNING)).isEqualTo(1);
        assertThat(phases.count(Phase.WITHOUT_MODEL)).isZero();
        assertThat(phases.count(Phase.FULL)).isEqualTo(1);
    }

    @Test
    void furthestIsTheEntityWithMostLearningSteps() {
        for (int step = 0; step < 5; step++) {
            phases.step("pump-1", Phase.LEARNING);
        }
        phases.step("pump-2", Phase.LEARNING);

        assertThat(phases.furthestSteps()).isEqualTo(5);
    }
}
