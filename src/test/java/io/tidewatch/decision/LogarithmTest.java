package io.tidewatch.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LogarithmTest {

    @Test
    void isWithinABillionthOfTheExactOne() {
        for (double x = TailHistogram.SMALLEST_PROBABILITY; x < 1e6; x *= 1.0007) {
            assertThat(Logarithm.toBase10(x)).isCloseTo(Math.log10(x), within(1e-9));
        }
    }

    @Test
    void ofOneIsNothing() {
        assertThat(Logarithm.toBase10(1)).isZero();
    }
}
