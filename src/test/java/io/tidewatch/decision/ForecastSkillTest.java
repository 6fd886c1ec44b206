package io.tidewatch.decision;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewatch.calibration.CalibratedStep;
import io.tidewatch.calibration.CalibratedSteps;
import io.tidewatch.evidence.Channels;
import io.tidewatch.evidence.Measure;
import io.tidewatch.evidence.Measures;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ForecastSkillTest {
    private static final int FEATURES = 2;

    private final ForecastSkill skill = new ForecastSkill(FEATURES);
    private final CalibratedStep step = CalibratedSteps.unknown(FEATURES);

    /** What all measures say of a step, less what is muted. */
    private FeatureScores muted() {
        double[] pValues = new double[Channels.LAYOUT.size(FEATURES)];
        Arrays.fill(pValues, 1e-4);
        skill.mute(step, pValues);
        return new FeatureScores(FEATURES, pValues);
    }

    private void usual(Measure measure, double first, double second) {
        CalibratedSteps.usual(step, measure, first, second);
    }

    @Test
    void expectationThatLeavesMostOfTheDistanceIsMutedFeatureByFeature() {
        usual(Measures.LEVEL_1, 4, 4);
        usual(Measures.RECONSTRUCTION_1, 1, 3);
        FeatureScores scores = muted();

        assertThat(scores.of(Measures.RECONSTRUCTION_1, 0)).isGreaterThan(3);
        assertThat(scores.of(Measures.RECONSTRUCTION_1, 1)).isNaN();
    }

    @Test
    void seasonIsHeardHoweverLittleItPredicts() {
        usual(Measures.LEVEL_1, 4, 4);
        usual(Measures.SEASON_1, 5, 5);
        FeatureScores scores = muted();

        assertThat(scores.of(Measures.SEASON_1, 0)).isGreaterThan(3);
    }

    @Test
    void medianIsMutedForAFeatureThatAnotherExpectationPredicts() {
        usual(Measures.LEVEL_1, 4, 4);
        usual(Measures.RELATION_1, 0.5, 2);
        FeatureScores scores = muted();

        assertThat(scores.of(Measures.LEVEL_1, 0)).isNaN();
        assertThat(scores.of(Measures.LEVEL_1, 1)).isGreaterThan(3);
    }

    @Test
    void whatIsNotKnownYetIsNoBetterThanTheMedian() {
        FeatureScores scores = muted();

        assertThat(scores.of(Measures.SEASON_1, 0)).isGreaterThan(3);
        assertThat(scores.of(Measures.SEQUENCE_1, 0)).isNaN();
        assertThat(scores.of(Measures.LEVEL_1, 0)).isGreaterThan(3);
    }
}
