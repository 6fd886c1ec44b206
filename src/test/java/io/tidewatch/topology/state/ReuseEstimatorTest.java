package io.tidewatch.topology.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;

class ReuseEstimatorTest {
    private static final int WITHIN = 2_000;

    private final ReuseEstimator reuse = new ReuseEstimator(WITHIN);

    @Test
    void whatTakesTurnsWithinTheTimeReturns() {
        ask(10 * WITHIN, i -> i % (WITHIN - 1));
        reuse.atLeastOneIn(1);

        ask(10 * WITHIN, i -> i % (WITHIN - 1));

        assertThat(reuse.atLeastOneIn(2)).isTrue();
    }

    @Test
    void whatTakesLongerTurnsDoesNotReturn() {
        ask(10 * WITHIN, i -> i % (2 * WITHIN));

        assertThat(reuse.atLeastOneIn(100)).isFalse();
    }

    @Test
    void theShareOfThoseThatReturnIsTold() {
        Random random = new Random(5);
        ask(10 * WITHIN, i -> random.nextInt(4 * WITHIN));
        reuse.atLeastOneIn(1);

        ask(40 * WITHIN, i -> random.nextInt(4 * WITHIN));

        // Of keys drawn evenly from four times as many, 1 − exp(−1/4) return: 22%.
        assertThat(reuse.atLeastOneIn(3)).isFalse();
        ask(40 * WITHIN, i -> random.nextInt(4 * WITHIN));
        assertThat(reuse.atLeastOneIn(7)).isTrue();
    }

    @Test
    void eachQuestionIsAboutTheCallsSinceTheOneBefore() {
        ask(10 * WITHIN, i -> i % 10);
        assertThat(reuse.atLeastOneIn(2)).isTrue();

        ask(10 * WITHIN, i -> 10 + i);

        assertThat(reuse.atLeastOneIn(100)).isFalse();
    }

    private void ask(int calls, IntUnaryOperator keyOf) {
        for (int i = 0; i < calls; i++) {
            reuse.ask(Integer.hashCode(keyOf.applyAsInt(i)));
        }
    }
}
