package io.tidewatch.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TailSketchTest {

    private static TailSketch of(double[] values) {
        TailSketch histogram = new TailSketch();
        for (double value : values) {
            histogram.add(value);
        }
        return histogram;
    }

    private static double surprise(TailSketch histogram, double value, double unit) {
        return -Math.log10(histogram.probability(value, unit));
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
    void quantilesAreWithinABinOfTheSortedSample() {
        double[] values = exponential(1, 4_000);
        TailSketch histogram = of(values);
        Arrays.sort(values);
        for (double share : new double[] {0.5, 0.1, 0.01}) {
            double exact = values[(int) ((1 - share) * values.length)];
            assertThat(histogram.upper(share)).isCloseTo(exact, within(0.15 * exact));
        }
    }

    @Test
    void surpriseIsTheTailProbabilityOfTheDistribution() {
        TailSketch histogram = of(exponential(2, 8_000));
        for (double probability : new double[] {0.5, 0.1, 0.01, 0.001, 1e-4}) {
            double value = -Math.log(probability);
            assertThat(surprise(histogram, value, 1e-6)).isCloseTo(-Math.log10(probability), within(0.5));
        }
    }

    @Test
    void surpriseNeverFallsAsTheValueGrows() {
        TailSketch histogram = of(exponential(3, 500));
        double last = 0;
        for (double value = 0; value < 60; value += 0.01) {
            double surprise = surprise(histogram, value, 1e-6);
            assertThat(surprise).isGreaterThanOrEqualTo(last - 1e-9);
            last = surprise;
        }
        assertThat(last).isGreaterThan(4);
    }

    @Test
    void surpriseDoesNotDependOnTheUnit() {
        double[] values = exponential(4, 1_000);
        double[] scaled = Arrays.stream(values).map(x -> x * 4096).toArray();
        assertThat(surprise(of(scaled), 8 * 4096, 4096e-6)).isCloseTo(surprise(of(values), 8, 1e-6), within(1e-6));
    }

    @Test
    void firstExtremeDoesNotBlindItForTheBulk() {
        TailSketch histogram = new TailSketch();
        histogram.add(1e9);
        for (double value : exponential(5, 2_000)) {
            histogram.add(value);
        }
        assertThat(surprise(histogram, 40, 1e-6)).isGreaterThan(surprise(histogram, 1, 1e-6) + 1.5);
    }

    @Test
    void rareExtremesAmongTheBulkKeepTheBulkInSight() {
        TailSketch histogram = of(exponential(6, 2_000));
        histogram.add(1e12);
        assertThat(histogram.upper(0.5)).isCloseTo(Math.log(2), within(0.15));
    }

    @Test
    void constantZeroIsSurprisedByAnythingButNotByRounding() {
        TailSketch histogram = new TailSketch();
        for (int i = 0; i < 1_000; i++) {
            histogram.add(0);
        }
        assertThat(surprise(histogram, 0, 1)).isZero();
        assertThat(surprise(histogram, 100, 1)).isGreaterThan(5);
        assertThat(surprise(histogram, 1e-3, 1)).isLessThan(3.1);
    }

    @Test
    void burstsFarAboveTheBulkStopSurprisingWhenTheyAreUsual() {
        TailSketch histogram = new TailSketch();
        for (int i = 0; i < 2_000; i++) {
            histogram.add(i % 10 == 0 ? 1e9 * (1 + i % 7) : 1e-3 * (1 + i % 7));
        }
        assertThat(surprise(histogram, 5e9, 1e-6)).isLessThan(2);
        assertThat(surprise(histogram, 1e12, 1e-6)).isGreaterThan(2.5);
    }

    @Test
    void forgetsWhatItHasNotSeenForLong() {
        TailSketch histogram = new TailSketch();
        for (int i = 0; i < 4_000; i++) {
            histogram.add(100);
        }
        for (int i = 0; i < 120_000; i++) {
            histogram.add(1 + i % 7 * 0.1);
        }
        assertThat(histogram.count()).isLessThan(16_384);
        assertThat(surprise(histogram, 100, 1e-3)).isGreaterThan(4);
    }

    @Test
    void ofARunOfOddValuesAsManyAreLearnedAsShareTheirEvidenceAndAFew() {
        double[] usual = exponential(6, 1_000);
        TailSketch briefly = of(usual);
        TailSketch long24 = of(usual);
        int bin = LogBuckets.of(40);

        for (int i = 0; i < 30; i++) {
            briefly.learn(bin, true, 1);
            long24.learn(bin, true, 24);
        }

        assertThat(briefly.count()).isEqualTo(1_005);
        assertThat(long24.count()).isEqualTo(1_028);
    }

    @Test
    void whatLastsIsLearnedInTheEnd() {
        TailSketch histogram = of(exponential(7, 1_000));
        int bin = LogBuckets.of(40);

        for (int i = 0; i < 640; i++) {
            histogram.learn(bin, true, 1);
        }

        assertThat(histogram.count()).isEqualTo(1_000 + 5 + 19);
    }

    @Test
    void halvedItKeepsItsQuantiles() {
        TailSketch histogram = of(exponential(8, 4_000));
        double before = histogram.upper(0.1);

        histogram.halve();

        assertThat(histogram.count()).isBetween(1_980, 2_000);
        assertThat(histogram.upper(0.1)).isCloseTo(before, within(0.1 * before));
    }

    @Test
    void restoredHistogramAnswersTheSameToTheLastBit() {
        double[] values = exponential(7, 3_003);
        TailSketch histogram = of(values);
        histogram.probability(5, 1e-6);
        histogram.add(3);
        ByteBuffer bytes = ByteBuffer.allocate(4096);
        histogram.write(bytes);
        TailSketch restored = new TailSketch();
        restored.read(bytes.flip());
        for (int i = 0; i < 100; i++) {
            assertThat(surprise(restored, i * 0.2, 1e-6)).isEqualTo(surprise(histogram, i * 0.2, 1e-6));
            histogram.add(i);
            restored.add(i);
        }
    }

    /** Between two fits the range can move down, so that a value below the fitted tail lies above the range. */
    @Test
    void valuesAboveTheRangeCanBeAskedForBetweenFits() {
        for (long seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            TailSketch histogram = new TailSketch();
            for (int i = 0; i < 400; i++) {
                double value = Math.exp((i % 40 < 20 ? 2 : 12) * random.nextGaussian());
                assertThat(surprise(histogram, value, 1e-9)).isBetween(-0.0, 30.0);
                histogram.add(value);
            }
        }
    }

    @Test
    void shareOfABinAboveAValueGoesFromAllToNone() {
        for (int bin = -250; bin < 250; bin++) {
            double low = LogBuckets.edge(bin);
            double high = LogBuckets.edge(bin + 1);
            for (double share : new double[] {0.01, 0.25, 0.5, 1}) {
                assertThat(LogBuckets.shareAbove(bin, high - share * (high - low)))
                        .isCloseTo(share, within(1e-6));
            }
        }
    }

    @Test
    void ofLongRunsOfOddValuesFewCountInWindowsOfHundredsOfStepsToo() {
        TailSketch histogram = of(exponential(9, 1_000));
        for (int i = 0; i < 600; i++) {
            histogram.learn(LogBuckets.of(40), true, 384);
        }
        assertThat(histogram.count()).isBetween(1_200, 1_250);
        ByteBuffer bytes = ByteBuffer.allocate(400);
        histogram.write(bytes);
        TailSketch read = new TailSketch();
        read.read(bytes.flip());
        histogram.learn(LogBuckets.of(40), true, 384);
        read.learn(LogBuckets.of(40), true, 384);
        assertThat(read.count()).isEqualTo(histogram.count());
    }
}
