package io.tidewatch.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidewatch.scoring.Channel;
import io.tidewatch.scoring.Channel.Family;
import io.tidewatch.scoring.Evidence;
import org.junit.jupiter.api.Test;

class ForesightTest {
    private static final double EXACT = 1e-12;

    private final Foresight foresight = new Foresight(2);

    /** What all channels say of a step, weighed by what was noted before. */
    private Judgement weighed() {
        Judgement judgement = new Judgement(2);
        for (int i = 0; i < Evidence.size(2); i++) {
            judgement.set(i, 1e-4);
        }
        foresight.weigh(judgement);
        judgement.rank();
        return judgement;
    }

    private void usual(Channel channel, double first, double second) {
        foresight.usual(channel, 0, first);
        foresight.usual(channel, 1, second);
    }

    @Test
    void opinionWeighsByHowMuchNearerItsExpectationIsThanTheMedian() {
        usual(Channel.POINT_1, 4, 4);
        usual(Channel.SEASONAL_1, 2, 2);
        usual(Channel.SEQUENCE_1, 1, 2);
        weighed();

        assertThat(foresight.weight(Family.POINT)).isEqualTo(1);
        assertThat(foresight.weight(Family.SEASONAL)).isCloseTo(2, within(EXACT));
        assertThat(foresight.weight(Family.SEQUENCE)).isCloseTo((3 + 2) / 2.0, within(EXACT));
        assertThat(foresight.weight(Family.MOTION)).isCloseTo((1 + 2 + 2.5) / 3, within(EXACT));
    }

    @Test
    void expectationThatLeavesMostOfTheDistanceIsMutedFeatureByFeature() {
        usual(Channel.POINT_1, 4, 4);
        usual(Channel.MASKED_1, 1, 3);
        Judgement judgement = weighed();

        assertThat(judgement.surprise(Channel.MASKED_1, 0)).isGreaterThan(3);
        assertThat(judgement.surprise(Channel.MASKED_1, 1)).isNaN();
        assertThat(foresight.weight(Family.MASKED)).isCloseTo(3, within(EXACT));
    }

    @Test
    void seasonIsHeardHoweverLittleItForetells() {
        usual(Channel.POINT_1, 4, 4);
        usual(Channel.SEASONAL_1, 5, 5);
        Judgement judgement = weighed();

        assertThat(judgement.surprise(Channel.SEASONAL_1, 0)).isGreaterThan(3);
        assertThat(foresight.weight(Family.SEASONAL)).isEqualTo(1);
    }

    @Test
    void medianIsMutedForAFeatureThatAnotherExpectationForetells() {
        usual(Channel.POINT_1, 4, 4);
        usual(Channel.RELATION_1, 0.5, 2);
        Judgement judgement = weighed();

        assertThat(judgement.surprise(Channel.POINT_1, 0)).isNaN();
        assertThat(judgement.surprise(Channel.POINT_1, 1)).isGreaterThan(3);
    }

    @Test
    void whatIsNotKnownYetIsNoBetterThanTheMedian() {
        Judgement judgement = weighed();

        assertThat(foresight.weight(Family.SEASONAL)).isEqualTo(1);
        assertThat(judgement.surprise(Channel.SEQUENCE_1, 0)).isNaN();
        assertThat(judgement.surprise(Channel.POINT_1, 0)).isGreaterThan(3);
    }
}
