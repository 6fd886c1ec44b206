package io.tidewatch.decision;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class TransientPenaltyTest {
    private final TransientPenalty penalty = new TransientPenalty();

    private void incident(int oddSteps) {
        penalty.step(true, true);
        penalty.opened();
        for (int i = 1; i < oddSteps; i++) {
            penalty.step(true, true);
        }
        penalty.closed();
        penalty.step(false, false);
    }

    @Test
    void shortIncidentsRaiseTheThresholdMoreWithEach() {
        assertThat(penalty.beyondThreshold()).isZero();
        incident(1);
        double one = penalty.beyondThreshold();
        incident(1);
        assertThat(one).isPositive();
        assertThat(penalty.beyondThreshold()).isGreaterThan(one);
    }

    @Test
    void incidentThatLastsRaisesNothing() {
        incident(7);
        assertThat(penalty.beyondThreshold()).isZero();
    }

    @Test
    void whatLastsForThreeStepsOpensAtTheThresholdItself() {
        incident(1);
        penalty.step(true, true);
        penalty.step(true, true);
        assertThat(penalty.beyondThreshold()).isPositive();
        penalty.step(true, true);
        assertThat(penalty.beyondThreshold()).isZero();
    }

    @Test
    void shortIncidentsAreForgottenAsTimePasses() {
        incident(1);
        penalty.fade(0.4);
        assertThat(penalty.beyondThreshold()).isZero();
    }

    @Test
    void readsWhatItWrote() {
        incident(1);
        incident(2);
        ByteBuffer bytes = ByteBuffer.allocate(10);
        penalty.write(bytes);
        TransientPenalty again = new TransientPenalty();
        again.read(bytes.flip());
        assertThat(again.beyondThreshold()).isEqualTo(penalty.beyondThreshold());
    }
}
