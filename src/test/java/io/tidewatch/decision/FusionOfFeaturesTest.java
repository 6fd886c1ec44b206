package io.tidewatch.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidewatch.calibration.CalibratedStep;
import io.tidewatch.calibration.CalibratedSteps;
import io.tidewatch.evidence.Channel.Sign;
import io.tidewatch.evidence.Channels;
import io.tidewatch.evidence.Horizon;
import io.tidewatch.evidence.Measure;
import io.tidewatch.window.Steps;
import io.tidewatch.window.Window;
import java.util.Arrays;
import java.util.Random;
import java.util.Set;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** P-values of any number of features, against {@link PlainFusion}. */
class FusionOfFeaturesTest {
    /** Scores are single precision. */
    private static final Offset<Double> EXACT = within(1e-5);

    private static final int STEPS = 300;

    /** P-values of which some channels have none. */
    private static double[] pValues(Random random, int features) {
        double[] pValues = new double[Channels.LAYOUT.size(features)];
        double silent = random.nextInt(4) / 3.0;
        for (int i = 0; i < pValues.length; i++) {
            pValues[i] =
                    random.nextDouble() < silent ? Double.NaN : Math.pow(10, -6 * Math.pow(random.nextDouble(), 3));
        }
        return pValues;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 12})
    void eachMeasureIsPooledOverItsFeatures(int features) {
        Random random = new Random(features);
        FeaturePooling pooling = new FeaturePooling(features);
        for (int step = 0; step < STEPS; step++) {
            double[] pValues = pValues(random, features);
            PlainFusion plain = new PlainFusion(features, pValues);
            pooling.pool(pValues);
            for (Measure measure : Channels.MEASURES) {
                assertThat(pooling.strongest(measure)).isCloseTo(plain.strongest(measure), EXACT);
                assertThat(pooling.pooled(measure)).isCloseTo(plain.pooled(measure), EXACT);
            }
        }
    }

    /** A window whose newest value is far beyond the range of one feature. */
    private static Window outside(int features, int feature) {
        Window window = new Window(32, features, 0);
        Random random = new Random(2);
        for (int step = 0; step <= 200; step++) {
            double[] values = random.doubles(features).toArray();
            values[feature] += step == 200 ? 1_000 : 0;
            window.add(Steps.of(step * 60_000L, values), step * 60_000L);
        }
        assertThat(window.scale(feature).outside()).isTrue();
        return window;
    }

    /** A step whose channels all predict better than the median does, and none so well that the median is left out. */
    private static CalibratedStep step(int features, double[] pValues) {
        CalibratedStep step = CalibratedSteps.unknown(features);
        for (Measure measure : Channels.MEASURES) {
            if (measure.horizon() == Horizon.NEWEST) {
                double[] usual = new double[features];
                Arrays.fill(usual, measure.channel() == Channels.LEVEL ? 2 : 1);
                CalibratedSteps.usual(step, measure, usual);
            }
        }
        CalibratedSteps.pValues(step, pValues);
        return step;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 12})
    void channelsOfAllFeaturesGiveOneScore(int features) {
        Random random = new Random(features);
        ScoreFusion fusion = new ScoreFusion(features, Set.of());
        int outside = features / 2;
        Window window = outside(features, outside);
        for (int i = 0; i < STEPS; i++) {
            double[] pValues = pValues(random, features);
            PlainFusion plain = new PlainFusion(features, pValues);

            ScoredStep scored = fusion.fuse(step(features, pValues), window, 0);

            assertThat(scored.score().total()).isCloseTo(plain.total(), EXACT);
            assertThat(scored.score().newest()).isCloseTo(plain.newest(), EXACT);
            assertThat(scored.score().gradual()).isEqualTo(plain.gradual());
            assertThat(scored.score().farOff())
                    .isEqualTo(plain.distance() >= DecisionParameters.FAR_OFF || plain.mostAnomalous() == outside);
            assertThat(scored.point()).isCloseTo(plain.distance(), EXACT);
            assertThat(scored.contextual()).isCloseTo(plain.strongest(Sign.CONTEXTUAL), EXACT);
            assertThat(scored.collective()).isCloseTo(plain.strongest(Sign.COLLECTIVE), EXACT);
        }
    }
}
