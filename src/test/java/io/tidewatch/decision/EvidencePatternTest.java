package io.tidewatch.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidewatch.evidence.Channel;
import io.tidewatch.evidence.Channels;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EvidencePatternTest {
    @Test
    void scoresThatAgreeInPatternAreBeyondUsualByTheirWeightedMean() {
        assertThat(beyond(Map.of(Channels.SEQUENCE, 3.5, Channels.SEASON, 1.4))).isCloseTo(2.6 - 0.3, within(1e-12));
        assertThat(beyond(Map.of(Channels.VARIABILITY, 3.0, Channels.RELATION, 3.0)))
                .isCloseTo(3 - 0.1, within(1e-12));
    }

    @Test
    void medianAndSeasonTogetherMustSayMoreThanMotionAndRelation() {
        double far = beyond(Map.of(Channels.LEVEL, 2.0, Channels.SEASON, 2.0));
        double moved = beyond(Map.of(Channels.RELATION, 2.0, Channels.VARIABILITY, 2.0));

        assertThat(moved).isGreaterThan(far);
    }

    @Test
    void motionCountsWhereStillnessDoesNotAndTheOtherWayRound() {
        double faster = beyond(Map.of(Channels.VARIABILITY, 3.0));
        double still = beyond(Map.of(Channels.STILLNESS, 3.0, Channels.RELATION, 1.5));

        assertThat(faster).isCloseTo(2 - 0.1, within(1e-12));
        assertThat(still).isCloseTo(2, within(1e-12));
    }

    @Test
    void whatTwoChannelsFindIsFurtherBeyondUsualThanWhatOneAloneDoes() {
        double alone = beyond(Map.of(Channels.RELATION, 3.0));
        double agreed = beyond(Map.of(Channels.RELATION, 3.0, Channels.STILLNESS, 3.0));

        assertThat(agreed).isGreaterThan(alone + 0.8);
    }

    @Test
    void noScoresAreInNoPatternBeyondWhatIsUsual() {
        assertThat(beyond(Map.of())).isZero();
    }

    private static double beyond(Map<Channel, Double> scores) {
        double[] byChannel = new double[Channels.ALL.size()];
        scores.forEach((channel, score) -> byChannel[Channels.index(channel)] = score);
        return EvidencePattern.beyondUsual(byChannel);
    }
}
