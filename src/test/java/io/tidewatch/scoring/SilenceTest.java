package io.tidewatch.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class SilenceTest {

    @Test
    void silenceOfASteadyEntityGrowsMoreSurprisingStepByStep() {
        Silence silence = new Silence();
        for (int i = 0; i < 1_000; i++) {
            assertThat(silence.add(3)).isZero();
        }
        double first = silence.add(0);
        assertThat(first).isBetween(2.5, 3.5);
        double last = first;
        for (int i = 0; i < 10; i++) {
            double next = silence.add(0);
            assertThat(next).isGreaterThan(last);
            last = next;
        }
        assertThat(silence.run()).isEqualTo(11);
    }

    @Test
    void shortSilencesOfASparseEntityAreUsual() {
        Random random = new Random(4);
        Silence silence = new Silence();
        double most = 0;
        for (int i = 0; i < 2_000; i++) {
            double surprise = silence.add(random.nextInt(3) == 0 ? 1 : 0);
            most = i > 200 ? Math.max(most, surprise) : most;
        }
        assertThat(most).isLessThan(4.5);
    }

    @Test
    void saysNothingBeforeItHasSeenEnough() {
        Silence silence = new Silence();
        silence.add(1);
        assertThat(silence.add(0)).isZero();
    }
}
