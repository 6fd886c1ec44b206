package io.tidewatch.decision;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewatch.calibration.CalibrationParameters;
import io.tidewatch.evidence.Channels;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against one measure after the other; of vectors of any width, whether or not they are worth it. */
class VectorFeaturePoolingTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 8, 17, 38})
    void poolsEachMeasureAsThePlainOneDoes(int features) {
        FeaturePooling plain = new FeaturePooling(features);
        FeaturePooling vector = new VectorFeaturePooling(features);
        Random random = new Random(features);
        double[] probabilities = new double[Channels.PER_FEATURE * features + 1];
        for (int step = 0; step < 5_000; step++) {
            double silent = random.nextInt(4) / 3.0;
            for (int i = 0; i < probabilities.length; i++) {
                probabilities[i] = random.nextDouble() < silent ? Double.NaN : probability(random);
            }
            plain.pool(probabilities);
            vector.pool(probabilities);
            assertThat(vector.strongest).isEqualTo(plain.strongest);
            assertThat(vector.pooled).isEqualTo(plain.pooled);
            assertThat(Arrays.stream(vector.strongest)
                            .limit(Channels.PER_FEATURE)
                            .filter(Double::isNaN)
                            .count())
                    .isEqualTo(silentChannels(probabilities, features));
        }
    }

    /** Often the same: 1, or the smallest. */
    private static double probability(Random random) {
        return switch (random.nextInt(6)) {
            case 0 -> 1;
            case 1 -> CalibrationParameters.SMALLEST_PROBABILITY;
            default -> Math.pow(10, -8 * random.nextDouble() * random.nextDouble());
        };
    }

    private static long silentChannels(double[] probabilities, int features) {
        long silent = 0;
        for (int channel = 0; channel < Channels.PER_FEATURE; channel++) {
            int first = channel * features;
            silent += Arrays.stream(probabilities, first, first + features).allMatch(Double::isNaN) ? 1 : 0;
        }
        return silent;
    }
}
