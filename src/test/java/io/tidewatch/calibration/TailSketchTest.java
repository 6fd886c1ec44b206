package io.tidewatch.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TailSketchTest {

    private static TailSketch of(double[] values) {
        TailSketch sketch = new TailSketch();
        for (double value : values) {
            sketch.add(value);
        }
        return sketch;
    }

    private static double score(TailSketch sketch, double value, double unit) {
        return -Math.log10(sketch.probability(value, unit));
    }

    private static double[] exponential(long seed, int count) {
        Random random = new Random(seed);
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            values[i] = -Math.log(1 - random.nextDouble());
        }
        return values;
    }

    @Test
    void quantilesAreWithinABucketOfTheSortedSample() {
        double[] values = exponential(1, 4_000);
        TailSketch sketch = of(values);
        Arrays.sort(values);
        for (double share : new double[] {0.5, 0.1, 0.01}) {
            double exact = values[(int) ((1 - share) * values.length)];
            assertThat(sketch.upper(share)).isCloseTo(exact, within(0.15 * exact));
        }
    }

    @Test
    void scoreIsTheTailProbabilityOfTheDistribution() {
        TailSketch sketch = of(exponential(2, 8_000));
        for (double probability : new double[] {0.5, 0.1, 0.01, 0.001, 1e-4}) {
            double value = -Math.log(probability);
            assertThat(score(sketch, value, 1e-6)).isCloseTo(-Math.log10(probability), within(0.5));
        }
    }

    @Test
    void scoreNeverFallsAsTheValueGrows() {
        TailSketch sketch = of(exponential(3, 500));
        double last = 0;
        for (double value = 0; value < 60; value += 0.01) {
            double score = score(sketch, value, 1e-6);
            assertThat(score).isGreaterThanOrEqualTo(last - 1e-9);
            last = score;
        }
        assertThat(last).isGreaterThan(4);
    }

    @Test
    void scoreDoesNotDependOnTheUnit() {
        double[] values = exponential(4, 1_000);
        double[] scaled = Arrays.stream(values).map(x -> x * 4096).toArray();
        assertThat(score(of(scaled), 8 * 4096, 4096e-6)).isCloseTo(score(of(values), 8, 1e-6), within(1e-6));
    }

    @Test
    void firstExtremeDoesNotPushTheBulkOutOfTheRange() {
        TailSketch sketch = new TailSketch();
        sketch.add(1e9);
        for (double value : exponential(5, 2_000)) {
            sketch.add(value);
        }
        assertThat(score(sketch, 40, 1e-6)).isGreaterThan(score(sketch, 1, 1e-6) + 1.5);
    }

    @Test
    void rareExtremesKeepTheBulkInTheRange() {
        TailSketch sketch = of(exponential(6, 2_000));
        sketch.add(1e12);
        assertThat(sketch.upper(0.5)).isCloseTo(Math.log(2), within(0.15));
    }

    @Test
    void afterConstantZeroAnythingButRoundingHasASmallPValue() {
        TailSketch sketch = new TailSketch();
        for (int i = 0; i < 1_000; i++) {
            sketch.add(0);
        }
        assertThat(score(sketch, 0, 1)).isZero();
        assertThat(score(sketch, 100, 1)).isGreaterThan(5);
        assertThat(score(sketch, 1e-3, 1)).isLessThan(3.1);
    }

    @Test
    void usualBurstsFarAboveTheBulkHaveALargePValue() {
        TailSketch sketch = new TailSketch();
        for (int i = 0; i < 2_000; i++) {
            sketch.add(i % 10 == 0 ? 1e9 * (1 + i % 7) : 1e-3 * (1 + i % 7));
        }
        assertThat(score(sketch, 5e9, 1e-6)).isLessThan(2);
        assertThat(score(sketch, 1e12, 1e-6)).isGreaterThan(2.5);
    }

    @Test
    void forgetsWhatItHasNotSeenForLong() {
        TailSketch sketch = new TailSketch();
        for (int i = 0; i < 4_000; i++) {
            sketch.add(100);
        }
        for (int i = 0; i < 120_000; i++) {
            sketch.add(1 + i % 7 * 0.1);
        }
        assertThat(sketch.count()).isLessThan(16_384);
        assertThat(score(sketch, 100, 1e-3)).isGreaterThan(4);
    }

    @Test
    void ofARunOfOddValuesAsManyAreLearnedAsShareTheirEvidenceAndAFew() {
        double[] usual = exponential(6, 1_000);
        TailSketch briefly = of(usual);
        TailSketch long24 = of(usual);
        int bucket = LogBuckets.of(40);

        for (int i = 0; i < 30; i++) {
            briefly.learn(bucket, true, 1);
            long24.learn(bucket, true, 24);
        }

        assertThat(briefly.count()).isEqualTo(1_005);
        assertThat(long24.count()).isEqualTo(1_028);
    }

    @Test
    void whatLastsIsLearnedInTheEnd() {
        TailSketch sketch = of(exponential(7, 1_000));
        int bucket = LogBuckets.of(40);

        for (int i = 0; i < 640; i++) {
            sketch.learn(bucket, true, 1);
        }

        assertThat(sketch.count()).isEqualTo(1_000 + 5 + 19);
    }

    @Test
    void halvedItKeepsItsQuantiles() {
        TailSketch sketch = of(exponential(8, 4_000));
        double before = sketch.upper(0.1);

        sketch.halve();

        assertThat(sketch.count()).isBetween(1_980, 2_000);
        assertThat(sketch.upper(0.1)).isCloseTo(before, within(0.1 * before));
    }

    @Test
    void restoredSketchAnswersTheSameToTheLastBit() {
        double[] values = exponential(7, 3_003);
        TailSketch sketch = of(values);
        sketch.probability(5, 1e-6);
        sketch.add(3);
        ByteBuffer bytes = ByteBuffer.allocate(4096);
        sketch.write(bytes);
        TailSketch restored = new TailSketch();
        restored.read(bytes.flip());
        for (int i = 0; i < 100; i++) {
            assertThat(score(restored, i * 0.2, 1e-6)).isEqualTo(score(sketch, i * 0.2, 1e-6));
            sketch.add(i);
            restored.add(i);
        }
    }

    /** Between two fits the range can move down, so that a value below the fitted tail lies above the range. */
    @Test
    void valuesAboveTheRangeCanBeAskedForBetweenFits() {
        for (long seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            TailSketch sketch = new TailSketch();
            for (int i = 0; i < 400; i++) {
                double value = Math.exp((i % 40 < 20 ? 2 : 12) * random.nextGaussian());
                assertThat(score(sketch, value, 1e-9)).isBetween(-0.0, 30.0);
                sketch.add(value);
            }
        }
    }

    @Test
    void shareOfABucketAboveAValueGoesFromAllToNone() {
        for (int bucket = -250; bucket < 250; bucket++) {
            double low = LogBuckets.edge(bucket);
            double high = LogBuckets.edge(bucket + 1);
            for (double share : new double[] {0.01, 0.25, 0.5, 1}) {
                assertThat(LogBuckets.shareAbove(bucket, high - share * (high - low)))
                        .isCloseTo(share, within(1e-6));
            }
        }
    }

    @Test
    void ofLongRunsOfOddValuesFewCountInWindowsOfHundredsOfStepsToo() {
        TailSketch sketch = of(exponential(9, 1_000));
        for (int i = 0; i < 600; i++) {
            sketch.learn(LogBuckets.of(40), true, 384);
        }
        assertThat(sketch.count()).isBetween(1_200, 1_250);
        ByteBuffer bytes = ByteBuffer.allocate(400);
        sketch.write(bytes);
        TailSketch read = new TailSketch();
        read.read(bytes.flip());
        sketch.learn(LogBuckets.of(40), true, 384);
        read.learn(LogBuckets.of(40), true, 384);
        assertThat(read.count()).isEqualTo(sketch.count());
    }
}
