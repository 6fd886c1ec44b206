package io.tidewatch.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class SinhTest {
    @Test
    void agreesWithTheLibrary() {
        for (double x = -40; x <= 40; x += 0.00371) {
            assertThat(Sinh.of(x)).isCloseTo(Math.sinh(x), within(1e-9 * (1 + Math.abs(Math.sinh(x)))));
        }
        assertThat(Sinh.of(0)).isZero();
        assertThat(Sinh.of(Double.NaN)).isNaN();
    }
}
