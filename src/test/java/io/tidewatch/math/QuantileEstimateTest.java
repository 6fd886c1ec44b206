package io.tidewatch.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuantileEstimateTest {

    @ParameterizedTest
    @ValueSource(doubles = {0.1, 0.5, 0.9, 0.99})
    void staysCloseToTheSortedSample(double probability) {
        Random random = new Random(11);
        QuantileEstimate estimate = new QuantileEstimate(probability);
        double[] values = new double[20_000];
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.exp(random.nextGaussian());
            estimate.add(values[i]);
        }
        Arrays.sort(values);
        double exact = values[(int) (probability * values.length)];
        assertThat(estimate.estimate()).isCloseTo(exact, within(0.05 * exact));
    }

    @Test
    void isExactForFewValues() {
        QuantileEstimate median = new QuantileEstimate(0.5);
        assertThat(median.estimate()).isNaN();
        for (double x : new double[] {9, 1, 5}) {
            median.add(x);
        }
        assertThat(median.estimate()).isEqualTo(5);
    }
}
