package io.tidewatch.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidewatch.scoring.Channel.Family;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PatternTest {
    @Test
    void opinionsThatAgreeInPatternAreBeyondUsualByTheirWeightedMean() {
        assertThat(beyond(Map.of(Family.SEASONAL, 3.0, Family.SEQUENCE, 1.5))).isCloseTo(2.5 - 1.35, within(1e-12));
        assertThat(beyond(Map.of(Family.POINT, 4.0, Family.SEASONAL, 4.0))).isCloseTo(4 - 1.7, within(1e-12));
    }

    @Test
    void medianAndSeasonTogetherMustSayMoreThanRelationAndMotion() {
        double far = beyond(Map.of(Family.POINT, 2.0, Family.SEASONAL, 2.0));
        double moved = beyond(Map.of(Family.RELATION, 2.0, Family.MOTION, 2.0));

        assertThat(moved).isGreaterThan(far);
    }

    @Test
    void whatOneFamilyAloneFindsIsBeyondUsualOnlyWhenItIsVeryOdd() {
        assertThat(beyond(Map.of(Family.SEASONAL, 2.0))).isNegative();
        assertThat(beyond(Map.of(Family.SEASONAL, 4.0))).isPositive();
    }

    @Test
    void noOpinionsAreInNoPattern() {
        assertThat(beyond(Map.of())).isNegative();
    }

    private static double beyond(Map<Family, Double> opinions) {
        double[] byFamily = new double[Family.values().length];
        opinions.forEach((family, opinion) -> byFamily[family.ordinal()] = opinion);
        return Pattern.beyondUsual(byFamily);
    }
}
