package io.tidewatch.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogBucketsTest {

    @Test
    void valueLiesBetweenTheEdgesOfItsBucket() {
        for (float value = Float.MIN_NORMAL; value < 1e38f; value *= 1.013f) {
            int bucket = LogBuckets.of(value);
            assertThat(LogBuckets.edge(bucket)).isLessThanOrEqualTo(value);
            assertThat(LogBuckets.edge(bucket + 1)).isGreaterThan(value);
        }
    }

    @Test
    void octaveHasTwoBucketsOfAboutTheSameRatio() {
        for (int octave = -20; octave < 20; octave++) {
            double low = LogBuckets.edge(2 * octave);
            double middle = LogBuckets.edge(2 * octave + 1);
            double high = LogBuckets.edge(2 * octave + 2);
            assertThat(high).isEqualTo(2 * low);
            assertThat(middle / low).isCloseTo(Math.sqrt(2), within(0.01));
        }
    }

    @Test
    void edgeBelongsToTheBucketAboveIt() {
        for (int bucket = -60; bucket < 60; bucket++) {
            float edge = (float) LogBuckets.edge(bucket);
            assertThat(LogBuckets.of(edge)).isEqualTo(bucket);
            assertThat(LogBuckets.of(Math.nextDown(edge))).isEqualTo(bucket - 1);
        }
    }

    @ParameterizedTest
    @ValueSource(floats = {0, -0f, Float.MIN_VALUE, Float.NaN})
    void valueThatCannotBeToldFromZeroHasNoBucket(float value) {
        assertThat(LogBuckets.of(value)).isEqualTo(LogBuckets.NONE);
    }

    @Test
    void infinityIsInTheBucketOfTheLargestFloat() {
        assertThat(LogBuckets.of(Float.POSITIVE_INFINITY)).isEqualTo(LogBuckets.of(Float.MAX_VALUE));
    }
}
