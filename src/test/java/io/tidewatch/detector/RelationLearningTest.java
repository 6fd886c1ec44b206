package io.tidewatch.detector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidewatch.model.DenseLayer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** How features are related, learned from their deviations. */
class RelationLearningTest {
    private static final int WINDOWS = 4_000;

    private static List<float[]> deviations(double noise) {
        Random random = new Random(2);
        List<float[]> windows = new ArrayList<>();
        for (int i = 0; i < WINDOWS; i++) {
            double load = random.nextGaussian();
            double follows = 0.8 * load + noise * random.nextGaussian();
            double alone = random.nextGaussian();
            float[] block = {(float) load, (float) follows, (float) alone};
            windows.add(new float[] {block[0], block[1], block[2], block[0], block[1], block[2]});
        }
        return windows;
    }

    @Test
    void featureThatFollowsAnotherIsToldFromIt() {
        DenseLayer relations = RelationLearning.learn(deviations(0.1), 3);

        assertThat(relations.weight(0, 1)).isCloseTo(0.8f, within(0.06f));
        assertThat(relations.weight(2, 1)).isCloseTo(0, within(0.05f));
        assertThat(relations.answer(new float[] {2, 0, 0})[1]).isBetween(1.4f, 1.7f);
    }

    @Test
    void featureSaysNothingOfItself() {
        DenseLayer relations = RelationLearning.learn(deviations(0.1), 3);

        for (int f = 0; f < 3; f++) {
            assertThat(relations.weight(f, f)).isZero();
        }
    }

    @Test
    void fewExtremesDoNotMakeTheRelation() {
        List<float[]> windows = deviations(0.1);
        for (int i = 0; i < 2; i++) {
            windows.add(new float[] {1e6f, -1e6f, 0, 1e6f, -1e6f, 0});
        }
        assertThat(RelationLearning.learn(windows, 3).weight(0, 1)).isCloseTo(0.8f, within(0.15f));
    }

    @Test
    void constantFeatureIsNoTrouble() {
        List<float[]> windows = deviations(0.1);
        windows.forEach(window -> window[2] = 0);
        DenseLayer relations = RelationLearning.learn(windows, 3);

        assertThat(relations.answer(new float[] {1, 1, 0})[2]).isCloseTo(0, within(1e-3f));
    }

    @Test
    void measuresWhatIsLeftByChannelAndFeature() {
        List<float[]> windows = deviations(0.1);
        windows.get(0)[1] = Float.NaN;
        Map<String, List<Float>> measured = RelationLearning.measure(RelationLearning.learn(windows, 3), windows);

        assertThat(measured)
                .containsOnlyKeys(
                        "relation_1/0", "relation_1/1", "relation_1/2", "relation_6/0", "relation_6/1", "relation_6/2");
        assertThat(measured.get("relation_1/1")).hasSize(WINDOWS - 1);
        assertThat(measured.get("relation_6/1").stream()
                        .mapToDouble(Float::doubleValue)
                        .average()
                        .orElseThrow())
                .isLessThan(0.2);
    }
}
