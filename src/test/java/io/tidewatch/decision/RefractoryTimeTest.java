package io.tidewatch.decision;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RefractoryTimeTest {
    private static final AlertPolicy POLICY = new AlertPolicy(0.1, 8, 3);
    private static final double PEAK = 6;

    private final RefractoryTime time = new RefractoryTime(POLICY.refractorySteps());

    private void episodeOfOneStep() {
        time.opened();
        while (!time.overAfter(false, POLICY)) {
            // Normal steps until the episode is over.
        }
        time.closed(PEAK);
    }

    private int stepsUntilAnyScoreOpens() {
        int steps = 0;
        while (time.step(false, POLICY) > 0) {
            steps++;
        }
        return steps;
    }

    @Test
    void anyScoreOpensTheFirstIncident() {
        assertThat(time.step(false, POLICY)).isEqualTo(Double.NEGATIVE_INFINITY);
    }

    @Test
    void afterAnIncidentOnlySomethingClearlyWorseOpensAnother() {
        episodeOfOneStep();
        assertThat(time.step(false, POLICY)).isGreaterThan(PEAK + 1);
    }

    @Test
    void endsAfterTheRefractoryStepsWithoutEvidence() {
        episodeOfOneStep();
        assertThat(stepsUntilAnyScoreOpens()).isEqualTo(POLICY.refractorySteps() - POLICY.holdSteps());
    }

    @Test
    void evidenceBelowTheThresholdProlongsItButStartsNoneOnceItIsOver() {
        episodeOfOneStep();
        time.step(true, POLICY);
        assertThat(stepsUntilAnyScoreOpens()).isEqualTo(POLICY.refractorySteps());
        time.step(true, POLICY);
        assertThat(stepsUntilAnyScoreOpens()).isZero();
    }

    @Test
    void episodeIsOverAfterAWindowWithoutEvidence() {
        time.opened();
        time.overAfter(false, POLICY);
        time.overAfter(true, POLICY);
        for (int i = 1; i < POLICY.holdSteps(); i++) {
            assertThat(time.overAfter(false, POLICY)).isFalse();
        }
        assertThat(time.overAfter(false, POLICY)).isTrue();
    }

    @Test
    void whatComesOnScheduleHoldsBackWhatIsStillInTheWindowOfIt() {
        time.scheduled(PEAK, POLICY);
        assertThat(time.lastPeak()).isEqualTo(PEAK);
        assertThat(stepsUntilAnyScoreOpens()).isEqualTo(POLICY.holdSteps());
    }

    @Test
    void goesOnAfterItWasStored() {
        episodeOfOneStep();
        RefractoryTime restored = new RefractoryTime(POLICY.refractorySteps());
        restored.restore(time.stepsSinceActive(), time.lastPeak());
        assertThat(restored.step(false, POLICY)).isEqualTo(time.step(false, POLICY));
    }
}
