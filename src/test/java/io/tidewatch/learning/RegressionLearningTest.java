package io.tidewatch.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidewatch.evidence.Channels;
import io.tidewatch.evidence.Deviations;
import io.tidewatch.evidence.Horizon;
import io.tidewatch.evidence.Measures;
import io.tidewatch.model.DenseLayer;
import io.tidewatch.model.Regression;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is likely of features by others and by what was before, learned from their deviations. */
class RegressionLearningTest {
    private static final int STEPS = 32;
    private static final int WINDOWS = 4_000;
    private static final int REACH = Deviations.reach(STEPS);
    private static final int RELATION = Channels.REGRESSED.indexOf(Measures.RELATION_1);
    private static final int SEQUENCE = Channels.REGRESSED.indexOf(Measures.SEQUENCE_1);

    private final RegressionLearning learning = new RegressionLearning(STEPS, 3);

    /** A load, a feature that follows it, and one that goes on as it was. */
    private static List<float[]> deviations() {
        Random random = new Random(2);
        List<float[]> windows = new ArrayList<>();
        for (int i = 0; i < WINDOWS; i++) {
            float[] window = new float[REACH * 3];
            double lasting = random.nextGaussian();
            for (int step = 0; step < REACH; step++) {
                double load = random.nextGaussian();
                lasting = 0.9 * lasting + Math.sqrt(1 - 0.81) * random.nextGaussian();
                window[3 * step] = (float) load;
                window[3 * step + 1] = (float) (0.8 * load + 0.1 * random.nextGaussian());
                window[3 * step + 2] = (float) lasting;
            }
            windows.add(window);
        }
        return windows;
    }

    @Test
    void featureThatFollowsAnotherIsToldFromIt() {
        DenseLayer relation = learning.learn(deviations()).get(RELATION).layer();

        assertThat(relation.inputs()).isEqualTo(3);
        assertThat(relation.weight(0, 1)).isCloseTo(0.8f, within(0.06f));
        assertThat(relation.weight(2, 1)).isCloseTo(0, within(0.05f));
        assertThat(relation.answer(new float[] {2, 0, 0})[1]).isBetween(1.4f, 1.7f);
    }

    @Test
    void featureThatGoesOnAsItWasIsToldFromTheStepBefore() {
        Regression sequence = learning.learn(deviations()).get(SEQUENCE);

        assertThat(sequence.lags()).isEqualTo(6);
        assertThat(sequence.layer().weight(0, 2)).isGreaterThan(0.6f);
        assertThat(sequence.layer().weight(0, 0)).isCloseTo(0, within(0.05f));
    }

    @Test
    void featureSaysNothingOfItselfAtTheSameSteps() {
        for (Regression regression : learning.learn(deviations())) {
            for (int f = 0; f < 3; f++) {
                assertThat(regression.layer().weight(regression.lags() + f, f)).isZero();
            }
        }
    }

    @Test
    void fewExtremesDoNotMakeTheRelation() {
        List<float[]> windows = deviations();
        for (int i = 0; i < 2; i++) {
            float[] extreme = new float[REACH * 3];
            extreme[extreme.length - 3] = 1e6f;
            extreme[extreme.length - 2] = -1e6f;
            windows.add(extreme);
        }
        assertThat(learning.learn(windows).get(RELATION).layer().weight(0, 1)).isCloseTo(0.8f, within(0.15f));
    }

    @Test
    void constantFeatureIsNoTrouble() {
        List<float[]> windows = deviations();
        for (float[] window : windows) {
            for (int at = 2; at < window.length; at += 3) {
                window[at] = 0;
            }
        }
        DenseLayer relation = learning.learn(windows).get(RELATION).layer();

        assertThat(relation.answer(new float[] {1, 1, 0})[2]).isCloseTo(0, within(1e-3f));
    }

    @Test
    void missingStepsBeforeHaveNothingToSay() {
        List<Regression> regressions = learning.learn(deviations());
        Deviations deviations = new Deviations(STEPS, 3);
        float[] window = new float[REACH * 3];
        deviations.take(window);
        float[] off =
                deviations.offLikely(Horizon.NEWEST, regressions.get(SEQUENCE)).clone();
        Arrays.fill(window, 0, window.length - 3, Float.NaN);
        deviations.take(window);

        assertThat(deviations.offLikely(Horizon.NEWEST, regressions.get(SEQUENCE)))
                .containsExactly(off);
    }

    @Test
    void measuresWhatIsLeftByChannelAndFeature() {
        List<float[]> windows = deviations();
        windows.get(0)[windows.get(0).length - 2] = Float.NaN;
        Map<String, List<Float>> measured = learning.measure(learning.learn(windows), windows);

        assertThat(measured)
                .containsOnlyKeys(
                        "relation_1/0",
                        "relation_1/1",
                        "relation_1/2",
                        "sequence_1/0",
                        "sequence_1/1",
                        "sequence_1/2",
                        "sequence_6/0",
                        "sequence_6/1",
                        "sequence_6/2");
        assertThat(measured.get("relation_1/1")).hasSize(WINDOWS - 1);
        assertThat(mean(measured, "relation_1/1")).isLessThan(0.2);
        assertThat(mean(measured, "sequence_1/2")).isLessThan(0.6 * mean(measured, "relation_1/2"));
    }

    private static double mean(Map<String, List<Float>> measured, String name) {
        return measured.get(name).stream()
                .mapToDouble(Float::doubleValue)
                .average()
                .orElseThrow();
    }
}
