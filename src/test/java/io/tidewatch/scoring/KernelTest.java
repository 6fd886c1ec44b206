package io.tidewatch.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class KernelTest {
    private static final float LIMIT = 80f;

    /** Sinh is as good near 0, where it is as small as its argument, as far out. */
    @ParameterizedTest
    @EnumSource(Kernel.class)
    void hyperbolicSineKeepsItsDigitsAtAnySize(Kernel kernel) {
        Random random = new Random(5);
        float[] u = new float[1_000];
        for (int i = 0; i < u.length; i++) {
            u[i] = (float) ((random.nextBoolean() ? 1 : -1) * Math.pow(10, -6 + 7.9 * random.nextDouble()));
        }
        float[] sinh = new float[u.length];

        kernel.sinh(u, 3, u.length, LIMIT, sinh);

        for (int i = 3; i < u.length; i++) {
            // A rounding of the argument moves the sine by as many of its digits as the argument is large.
            double relative = 4e-7 + 1.2e-7 * Math.abs(u[i]);
            double exact = Math.sinh(u[i]);
            assertThat((double) sinh[i]).as("sinh(%s)", u[i]).isCloseTo(exact, within(relative * Math.abs(exact)));
        }
    }

    @ParameterizedTest
    @EnumSource(Kernel.class)
    void hyperbolicSineIsCutAtTheLimitAndMissingStaysMissing(Kernel kernel) {
        float[] u = new float[40];
        u[20] = Float.NaN;
        u[21] = 1e9f;
        u[22] = Float.NEGATIVE_INFINITY;
        float[] sinh = new float[u.length];

        kernel.sinh(u, 0, u.length, 5f, sinh);

        assertThat(sinh[19]).isZero();
        assertThat(sinh[20]).isNaN();
        assertThat(sinh[21]).isCloseTo((float) Math.sinh(5), within(1e-4f));
        assertThat(sinh[22]).isCloseTo((float) -Math.sinh(5), within(1e-4f));
    }
}
