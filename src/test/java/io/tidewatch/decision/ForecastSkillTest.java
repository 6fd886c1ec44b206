package io.tidewatch.decision;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewatch.evidence.Channel;
import io.tidewatch.evidence.Evidence;
import org.junit.jupiter.api.Test;

class ForecastSkillTest {
    private final ForecastSkill foresight = new ForecastSkill(2);

    /** What all channels say of a step, less what is muted after what was noted before. */
    private FusedScore muted() {
        FusedScore judgement = new FusedScore(2);
        for (int i = 0; i < Evidence.size(2); i++) {
            judgement.set(i, 1e-4);
        }
        foresight.mute(judgement);
        judgement.rank();
        return judgement;
    }

    private void usual(Channel channel, double first, double second) {
        foresight.usual(channel, 0, first);
        foresight.usual(channel, 1, second);
    }

    @Test
    void expectationThatLeavesMostOfTheDistanceIsMutedFeatureByFeature() {
        usual(Channel.POINT_1, 4, 4);
        usual(Channel.MASKED_1, 1, 3);
        FusedScore judgement = muted();

        assertThat(judgement.surprise(Channel.MASKED_1, 0)).isGreaterThan(3);
        assertThat(judgement.surprise(Channel.MASKED_1, 1)).isNaN();
    }

    @Test
    void seasonIsHeardHoweverLittleItForetells() {
        usual(Channel.POINT_1, 4, 4);
        usual(Channel.SEASONAL_1, 5, 5);
        FusedScore judgement = muted();

        assertThat(judgement.surprise(Channel.SEASONAL_1, 0)).isGreaterThan(3);
    }

    @Test
    void medianIsMutedForAFeatureThatAnotherExpectationForetells() {
        usual(Channel.POINT_1, 4, 4);
        usual(Channel.RELATION_1, 0.5, 2);
        FusedScore judgement = muted();

        assertThat(judgement.surprise(Channel.POINT_1, 0)).isNaN();
        assertThat(judgement.surprise(Channel.POINT_1, 1)).isGreaterThan(3);
    }

    @Test
    void whatIsNotKnownYetIsNoBetterThanTheMedian() {
        FusedScore judgement = muted();

        assertThat(judgement.surprise(Channel.SEASONAL_1, 0)).isGreaterThan(3);
        assertThat(judgement.surprise(Channel.SEQUENCE_1, 0)).isNaN();
        assertThat(judgement.surprise(Channel.POINT_1, 0)).isGreaterThan(3);
    }
}
