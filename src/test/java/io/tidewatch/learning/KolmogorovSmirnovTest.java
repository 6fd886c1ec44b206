package io.tidewatch.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class KolmogorovSmirnovTest {
    private final Random random = new Random(5);

    private double[] normal(int count, double mean) {
        return DoubleStream.generate(() -> mean + random.nextGaussian())
                .limit(count)
                .toArray();
    }

    /** The definition, value by value. */
    private static double distance(double[] a, double[] b) {
        return DoubleStream.concat(Arrays.stream(a), Arrays.stream(b))
                .map(x -> Math.abs(share(a, x) - share(b, x)))
                .max()
                .orElseThrow();
    }

    private static double share(double[] values, double x) {
        return Arrays.stream(values).filter(value -> value <= x).count() / (double) values.length;
    }

    @Test
    void distanceIsThatOfTheDefinitionWithTiesToo() {
        for (int i = 0; i < 200; i++) {
            double[] a = Arrays.stream(normal(1 + random.nextInt(50), 0))
                    .map(x -> Math.rint(3 * x))
                    .toArray();
            double[] b = Arrays.stream(normal(1 + random.nextInt(50), 0.3))
                    .map(x -> Math.rint(3 * x))
                    .toArray();
            assertThat(KolmogorovSmirnov.of(a, b).distance()).isCloseTo(distance(a, b), within(1e-12));
        }
    }

    /** The quantiles of Kolmogorov's distribution in any table: 1.358 at 5%, 1.628 at 1%, 1.949 at 0.1%. */
    @Test
    void probabilityIsThatOfTheTables() {
        int size = 2_000_000;
        double root = Math.sqrt(size / 2.0);
        assertThat(KolmogorovSmirnov.of(1.3581 / root, size, size).p()).isCloseTo(0.05, within(2e-4));
        assertThat(KolmogorovSmirnov.of(1.6276 / root, size, size).p()).isCloseTo(0.01, within(1e-4));
        assertThat(KolmogorovSmirnov.of(1.9495 / root, size, size).p()).isCloseTo(0.001, within(1e-5));
        assertThat(KolmogorovSmirnov.of(0, 10, 10).p()).isEqualTo(1);
    }

    @Test
    void samplesOfOneDistributionAreFoundDifferentAsOftenAsTheProbabilitySays() {
        int found = 0;
        for (int i = 0; i < 2_000; i++) {
            found += KolmogorovSmirnov.of(normal(80, 0), normal(60, 0)).p() < 0.05 ? 1 : 0;
        }
        assertThat(found / 2_000.0).isBetween(0.03, 0.06);
    }

    @Test
    void shiftIsFoundAndNothingIsNoSample() {
        assertThat(KolmogorovSmirnov.of(normal(200, 0), normal(200, 1)).p()).isLessThan(1e-6);
        assertThatThrownBy(() -> KolmogorovSmirnov.of(new double[0], normal(2, 0)))
                .hasMessageContaining("0 and 2 values");
    }
}
