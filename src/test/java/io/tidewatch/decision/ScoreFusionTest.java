package io.tidewatch.decision;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewatch.calibration.Calibrator;
import io.tidewatch.calibration.EvidenceCalibration;
import io.tidewatch.evidence.Channel;
import io.tidewatch.evidence.Channels;
import io.tidewatch.evidence.Evidence;
import io.tidewatch.evidence.EvidenceCalculator;
import io.tidewatch.evidence.Measures;
import io.tidewatch.inference.CompiledScorer;
import io.tidewatch.inference.SideInput;
import io.tidewatch.model.Activation;
import io.tidewatch.model.DenseLayer;
import io.tidewatch.model.InputLayout;
import io.tidewatch.model.Network;
import io.tidewatch.model.Scorer;
import io.tidewatch.window.Steps;
import io.tidewatch.window.Window;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ScoreFusionTest {
    private static final int STEPS = 32;
    private static final long STEP_MS = 60_000;
    private static final int USUAL = 2_000;

    private final SideInput side = new SideInput(List.of());
    private final InputLayout layout = new InputLayout(STEPS, 1, side.width());
    private final Random random = new Random(4);

    /** One entity as it is scored. */
    private final class Entity {
        private final Window window = new Window(STEPS, 1, 0);
        private final EvidenceCalculator calculator = new EvidenceCalculator(STEPS, 1);
        private final EvidenceCalibration calibration = new EvidenceCalibration(STEPS, 1);
        private final Scorer scorer;
        private final Calibrator calibrator = new Calibrator(1);
        private final ScoreFusion fusion;
        private long now;

        Entity(Scorer scorer, Set<Channel> without) {
            this.scorer = scorer;
            this.fusion = new ScoreFusion(1, without);
        }

        ScoredStep see(double value) {
            now += STEP_MS;
            window.add(Steps.of(now, value), now);
            if (!window.full()) {
                return ScoredStep.ofSilence(0, 1);
            }
            Evidence evidence = calculator.withModel(window, scorer, side, now, List.of());
            return fusion.fuse(calibrator.calibrate(calibration, evidence, window), window, 0);
        }

        ScoredStep seeUsual() {
            ScoredStep last = see(random.nextGaussian());
            for (int i = 1; i < USUAL; i++) {
                last = see(random.nextGaussian());
            }
            return last;
        }
    }

    /** A model that expects each hidden value to be the one before. */
    private Scorer stepBefore() {
        float[][] weights = new float[layout.width()][layout.cells()];
        for (int cell = 1; cell < layout.cells(); cell++) {
            weights[cell - 1][cell] = 1;
        }
        return CompiledScorer.compile(
                new Network(layout, List.of(new DenseLayer(weights, new float[layout.cells()], Activation.IDENTITY))));
    }

    /** A model that expects the median. */
    private Scorer median() {
        return CompiledScorer.compile(new Network(
                layout,
                List.of(new DenseLayer(
                        new float[layout.width()][layout.cells()], new float[layout.cells()], Activation.IDENTITY))));
    }

    @Test
    void patternsWeighTheLessTheMoreFeaturesThereAreBeyondSix() {
        assertThat(patternWeight(1)).isEqualTo(patternWeight(6)).isEqualTo(0.7);
        assertThat(patternWeight(19)).isBetween(0.29, 0.32);
        assertThat(patternWeight(38)).isBetween(0.17, 0.19);
    }

    @Test
    void reconstructionHasAShareOfItsOwnWhereManyFeaturesAreReconstructed() {
        assertThat(reconstructionWeight(1)).isEqualTo(reconstructionWeight(6)).isZero();
        assertThat(reconstructionWeight(19)).isBetween(0.16, 0.18);
        assertThat(reconstructionWeight(38)).isBetween(0.23, 0.25);
    }

    private static double reconstructionWeight(int features) {
        return ScoreFusion.reconstructionWeight(ScoreFusion.weightOfStrongest(features));
    }

    private static double patternWeight(int features) {
        return ScoreFusion.patternWeight(ScoreFusion.weightOfStrongest(features));
    }

    @Test
    void whatWasUsualAtFirstIsForgottenAsTheEntityGrowsOld() {
        Entity entity = new Entity(median(), Set.of());
        for (int i = 0; i < 500; i++) {
            entity.see(6 * random.nextGaussian());
        }
        for (int i = 0; i < 2 * USUAL; i++) {
            entity.see(random.nextGaussian());
        }

        // One in nine steps was from the beginning: if all counted alike, it would be above 10.
        assertThat(entity.calibration.upper(Measures.LEVEL_1, 0, 0.01)).isLessThan(8);
    }

    @Test
    void farValueIsAnomalousAndUsualOnesAreNot() {
        Entity entity = new Entity(median(), Set.of());

        assertThat(entity.seeUsual().score().total()).isLessThan(2);
        assertThat(entity.see(12).score().total()).isGreaterThan(3);
    }

    @Test
    void modelThatOnlyRepeatsTheDistanceFromTheMedianIsSilent() {
        Entity entity = new Entity(median(), Set.of());

        assertThat(entity.seeUsual().evidence().of(Measures.RECONSTRUCTION_1, 0))
                .isNaN();
        assertThat(entity.see(12).evidence().of(Measures.RECONSTRUCTION_1, 0)).isNaN();
    }

    @Test
    void modelThatPredictsIsHeard() {
        Entity entity = new Entity(stepBefore(), Set.of());
        double level = 0;
        for (int i = 0; i < USUAL; i++) {
            level = 0.99 * level + 0.02 * random.nextGaussian();
            entity.see(level);
        }

        assertThat(entity.see(level + 0.5).evidence().of(Measures.RECONSTRUCTION_1, 0))
                .isGreaterThan(3);
    }

    @Test
    void channelsLeftOutDoNotCount() {
        Entity entity = new Entity(median(), Set.copyOf(Channels.ALL));

        entity.seeUsual();
        assertThat(entity.see(12).score().total()).isZero();
    }
}
