package io.tidewatch.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AggregateTest {

    @ParameterizedTest
    @CsvSource({"mean,4", "min,1", "max,9", "sum,12", "last,2", "count,3", "p50,2"})
    void aggregatesTheValuesOfAStep(String name, double expected) {
        FeatureAccumulator accumulator = new FeatureAccumulator(Aggregate.parse(name));
        for (double x : new double[] {9, 1, Double.NaN, 2}) {
            accumulator.add(x, 0);
        }
        assertThat(accumulator.result()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"mean,NaN", "last,NaN", "p99,NaN", "sum,0", "count,0"})
    void nothingIsMissingExceptForSumsAndCounts(String name, double expected) {
        assertThat(Double.valueOf(new FeatureAccumulator(Aggregate.parse(name)).result()))
                .isEqualTo(Double.valueOf(expected));
    }

    @ParameterizedTest
    @CsvSource({"mean", "min", "max", "sum", "last", "count", "p50"})
    void oneValueComesToWhatAStepOfItDoes(String name) {
        for (double x : new double[] {7, -3.5, 0, Double.NaN}) {
            FeatureAccumulator accumulator = new FeatureAccumulator(Aggregate.parse(name));
            accumulator.add(x, 0);
            assertThat(Double.valueOf(Aggregate.parse(name).ofOne(x))).isEqualTo(Double.valueOf(accumulator.result()));
        }
    }

    @Test
    void readsQuantiles() {
        assertThat(Aggregate.parse("p99.5").quantile()).isEqualTo(0.995);
    }

    @ParameterizedTest
    @CsvSource({"avg", "p0", "p100", "median", "''"})
    void refusesWhatItDoesNotKnow(String name) {
        assertThatThrownBy(() -> Aggregate.parse(name)).hasMessageContaining("one of mean, min, max, sum, last, count");
    }
}
