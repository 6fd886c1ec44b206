package io.tidewatch.simulation.variety;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class NoiseTest {
    private static final int DRAWS = 200_000;

    static List<Noise> all() {
        return List.of(
                new GaussianNoise(3),
                new StudentNoise(3),
                new LogNormalNoise(0.4),
                new RareErrors(0.02),
                new CappedShare(2));
    }

    private static double[] draws(Noise noise, double expected) {
        Random random = new Random(5);
        return DoubleStream.generate(() -> noise.around(expected, random))
                .limit(DRAWS)
                .toArray();
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElseThrow();
    }

    private static double share(double[] values, java.util.function.DoublePredicate of) {
        return Arrays.stream(values).filter(of).count() / (double) values.length;
    }

    @ParameterizedTest
    @MethodSource("all")
    void anomalyOfTenDeviationsNeverComesByChance(Noise noise) {
        double expected = 1;
        double far = 3 * Noise.RARE_DEVIATIONS * noise.deviation(expected);
        double rare = Noise.RARE_DEVIATIONS * noise.deviation(expected);

        double[] draws = draws(noise, expected);

        assertThat(share(draws, value -> value > expected + rare)).isLessThan(3e-4);
        assertThat(share(draws, value -> value > expected + far)).isLessThan(2e-5);
    }

    @ParameterizedTest
    @MethodSource("all")
    void drawsArePossibleValues(Noise noise) {
        assertThat(Arrays.stream(draws(noise, 1)).limit(500))
                .allSatisfy(value -> assertThat(noise.possible(value)).isEqualTo(value));
    }

    @Test
    void gaussianAndLogNormalValuesHaveTheExpectedMean() {
        assertThat(mean(draws(new GaussianNoise(3), 40))).isCloseTo(40, within(0.05));
        assertThat(mean(draws(new LogNormalNoise(0.4), 40))).isCloseTo(40, within(0.2));
    }

    @Test
    void countsHaveTheVarianceOfTheirMean() {
        for (double expected : new double[] {0.7, 60, 1200}) {
            double[] draws = draws(new PoissonCount(), expected);
            double mean = mean(draws);
            double variance = mean(Arrays.stream(draws)
                    .map(value -> (value - mean) * (value - mean))
                    .toArray());

            assertThat(mean).isCloseTo(expected, within(0.02 * expected));
            assertThat(variance).isCloseTo(expected, within(0.05 * expected));
        }
        assertThat(draws(new PoissonCount(), -2)).as("no demand, no count").containsOnly(0);
    }

    @Test
    void percentageStandsAtItsCap() {
        double[] draws = draws(new CappedShare(1.5), 103);

        assertThat(share(draws, value -> value == 100)).isBetween(0.9, 0.99);
        assertThat(Arrays.stream(draws).max()).hasValue(100);
        assertThat(new CappedShare(1).possible(-4)).isZero();
    }

    @Test
    void errorsAreZeroMostOfTheTime() {
        double[] draws = draws(new RareErrors(0.02), 0.5);

        assertThat(share(draws, value -> value == 0)).isCloseTo(0.98, within(0.002));
        assertThat(mean(draws)).isCloseTo(0.02 * 1.5, within(0.002));
    }

    @Test
    void studentGoesFurtherThanANormalDistribution() {
        double[] draws = draws(new StudentNoise(1), 0);

        assertThat(share(draws, value -> Math.abs(value) > 6)).isBetween(0.004, 0.02);
    }

    @Test
    void exactValuesAreTheExpectedOnes() {
        assertThat(draws(new Exact(0.5), 7)).containsOnly(7);
        assertThat(new Exact(0.5).deviation(7)).isEqualTo(0.5);
    }
}
