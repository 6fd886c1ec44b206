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
        assertThat(learned(3, 1_000, 100, 5).least()).isZero();
        assertThat(learned(3, 1_000, 4, 5).least()).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(learned(3, 50, 100, 5).least()).isEqualTo(Double.NEGATIVE_INFINITY);
    }

    @Test
    void constantFeatureStaysFinite() {
        FeatureScale scale = new FeatureScale();
        scale.start(new double[] {4, 4, 4, 4});
        assertThat(scale.normalise(4)).isZero();
        assertThat(scale.normalise(5)).isFinite().isPositive();
    }
}
