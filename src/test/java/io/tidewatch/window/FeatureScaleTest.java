package io.tidewatch.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class FeatureScaleTest {

    private static FeatureScale learned(long seed, int count, double centre, double spread) {
        Random random = new Random(seed);
        FeatureScale scale = new FeatureScale();
        double[] first = new double[32];
        for (int i = 0; i < first.length; i++) {
            first[i] = centre + spread * random.nextGaussian();
        }
        scale.start(first);
        for (int i = 0; i < count; i++) {
            scale.add(centre + spread * random.nextGaussian());
        }
        scale.refresh();
        return scale;
    }

    @Test
    void findsMedianAndSpreadOfNormalData() {
        FeatureScale scale = learned(3, 5_000, 100, 5);
        assertThat(scale.median()).isCloseTo(100, within(0.5));
        assertThat(scale.scale()).isCloseTo(5, within(0.75));
    }

    @Test
    void oneExtremeDoesNotMoveIt() {
        FeatureScale scale = learned(3, 1_000, 100, 5);
        double before = scale.runningMedian();
        scale.add(1e12);
        assertThat(scale.runningMedian()).isCloseTo(before, within(0.1));
    }

    @Test
    void denormaliseUndoesNormaliseForEveryMagnitude() {
        FeatureScale scale = learned(5, 100, -7, 0.5);
        for (double x : new double[] {-7, 0, 1e-3, -1e6, 1e9, -6.5}) {
            assertThat(scale.denormalise(scale.normalise(x))).isCloseTo(x, within(1e-9 * (Math.abs(x) + 10)));
        }
        assertThat(scale.normalise(Double.NaN)).isNaN();
    }

    @Test
    void nothingBelowZeroIsToBeExpectedOfAFeatureThatNeverWas() {
        assertThat(learned(3, 1_000, 100, 5).possible(-2)).isZero();
        assertThat(learned(3, 1_000, 4, 5).possible(-2)).isEqualTo(-2);
        assertThat(learned(3, 1_000, 100, 5).possible(1e9)).isEqualTo(1e9);
    }

    @Test
    void countThatIsNearlyAlwaysZeroIsNeverExpectedBelowIt() {
        FeatureScale scale = new FeatureScale();
        scale.start(new double[32]);
        for (int i = 1; i < 5_000; i++) {
            scale.add(i % 400 == 0 ? 1 : 0);
            assertThat(scale.possible(scale.runningMedian() - 1)).isZero();
        }
    }

    @Test
    void nothingAboveAHundredIsToBeExpectedOfAPercentage() {
        FeatureScale percent = new FeatureScale();
        percent.start(new double[] {98, 99, 100, 99.5});
        FeatureScale share = new FeatureScale();
        share.start(new double[] {0.98, 0.99, 1, 0.995});
        Random random = new Random(5);
        for (int i = 0; i < 5_000; i++) {
            double value = Math.min(100, 99.5 + random.nextGaussian());
            percent.add(value);
            share.add(value / 100);
        }
        assertThat(percent.possible(100.4)).isEqualTo(100);
        assertThat(share.possible(1.004)).isEqualTo(1);
        assertThat(percent.possible(Double.NaN)).isNaN();
    }

    @Test
    void constantFeatureStaysFinite() {
        FeatureScale scale = new FeatureScale();
        scale.start(new double[] {4, 4, 4, 4});
        assertThat(scale.normalise(4)).isZero();
        assertThat(scale.normalise(5)).isFinite().isPositive();
    }
}
