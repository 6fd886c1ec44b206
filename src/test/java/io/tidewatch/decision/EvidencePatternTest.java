package io.tidewatch.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidewatch.evidence.Channel.Family;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EvidencePatternTest {
    @Test
    void opinionsThatAgreeInPatternAreBeyondUsualByTheirWeightedMean() {
        assertThat(beyond(Map.of(Family.SEQUENCE, 3.5, Family.SEASONAL, 1.4))).isCloseTo(2.6 - 0.3, within(1e-12));
        assertThat(beyond(Map.of(Family.MOTION, 3.0, Family.RELATION, 3.0))).isCloseTo(3 - 0.1, within(1e-12));
    }

    @Test
    void medianAndSeasonTogetherMustSayMoreThanMotionAndRelation() {
        double far = beyond(Map.of(Family.POINT, 2.0, Family.SEASONAL, 2.0));
        double moved = beyond(Map.of(Family.RELATION, 2.0, Family.MOTION, 2.0));

        assertThat(moved).isGreaterThan(far);
    }

    @Test
    void motionCountsWhereStillnessDoesNotAndTheOtherWayRound() {
        double faster = beyond(Map.of(Family.MOTION, 3.0));
        double still = beyond(Map.of(Family.STILLNESS, 3.0, Family.RELATION, 1.5));

        assertThat(faster).isCloseTo(2 - 0.1, within(1e-12));
        assertThat(still).isCloseTo(2, within(1e-12));
    }

    @Test
    void whatTwoFamiliesFindIsFurtherBeyondUsualThanWhatOneAloneDoes() {
        double alone = beyond(Map.of(Family.RELATION, 3.0));
        double agreed = beyond(Map.of(Family.RELATION, 3.0, Family.STILLNESS, 3.0));

        assertThat(agreed).isGreaterThan(alone + 0.8);
    }

    @Test
    void noOpinionsAreInNoPatternBeyondWhatIsUsual() {
        assertThat(beyond(Map.of())).isZero();
    }

    private static double beyond(Map<Family, Double> opinions) {
        double[] byFamily = new double[Family.values().length];
        opinions.forEach((family, opinion) -> byFamily[family.ordinal()] = opinion);
        return EvidencePattern.beyondUsual(byFamily);
    }
}
