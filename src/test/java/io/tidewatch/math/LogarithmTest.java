package io.tidewatch.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LogarithmTest {

    @Test
    void isWithinATrillionthOfTheExactOne() {
        for (double x = 1e-300; x < 1e300; x *= 1.007) {
            double exact = Math.log(x);
            assertThat(Logarithm.of(x)).isCloseTo(exact, within(1e-12 * Math.max(1, Math.abs(exact))));
            assertThat(Logarithm.toBase10(x)).isCloseTo(Math.log10(x), within(1e-12 * Math.max(1, Math.abs(exact))));
        }
    }

    @Test
    void ofOneIsNothing() {
        assertThat(Logarithm.of(1)).isZero();
    }

    @Test
    void ofWhatIsMissingIsMissing() {
        assertThat(Logarithm.of(Double.NaN)).isNaN();
    }
}
