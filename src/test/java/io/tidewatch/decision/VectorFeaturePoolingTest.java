package io.tidewatch.decision;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewatch.calibration.TailSketches;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against one channel after the other; of vectors of any width, whether or not they are worth it. */
class VectorFeaturePoolingTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 8, 17, 38})
    void ranksEachChannelAsThePlainOneDoes(int features) {
        FeaturePooling plain = new FeaturePooling(features);
        FeaturePooling vector = new VectorFeaturePooling(features);
        Random random = new Random(features);
        double[] probabilities = new double[FeaturePooling.CHANNELS * features + 1];
        for (int step = 0; step < 5_000; step++) {
            double silent = random.nextInt(4) / 3.0;
            for (int i = 0; i < probabilities.length; i++) {
                probabilities[i] = random.nextDouble() < silent ? Double.NaN : probability(random);
            }
            double[][] expected = new double[2][FeaturePooling.CHANNELS + 1];
            double[][] actual = new double[2][FeaturePooling.CHANNELS + 1];
            plain.rank(probabilities, expected[0], expected[1]);
            vector.rank(probabilities, actual[0], actual[1]);
            assertThat(actual[0]).isEqualTo(expected[0]);
            assertThat(actual[1]).isEqualTo(expected[1]);
            assertThat(Arrays.stream(actual[0])
                            .limit(FeaturePooling.CHANNELS)
                            .filter(Double::isNaN)
                            .count())
                    .isEqualTo(silentChannels(probabilities, features));
        }
    }

    /** Often the same: 1, or the smallest. */
    private static double probability(Random random) {
        return switch (random.nextInt(6)) {
            case 0 -> 1;
            case 1 -> TailSketches.SMALLEST_PROBABILITY;
            default -> Math.pow(10, -8 * random.nextDouble() * random.nextDouble());
        };
    }

    private static long silentChannels(double[] probabilities, int features) {
        long silent = 0;
        for (int channel = 0; channel < FeaturePooling.CHANNELS; channel++) {
            int first = channel * features;
            silent += Arrays.stream(probabilities, first, first + features).allMatch(Double::isNaN) ? 1 : 0;
        }
        return silent;
    }
}
