package io.tidewatch.simulation.variety;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidewatch.simulation.AnomalyType;
import io.tidewatch.simulation.InjectedAnomaly;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** One anomaly on a series of a daily wave: a value without noise, a count, a percentage at its cap. */
class SeriesFaultTest {
    private static final int VALUE = 0;
    private static final int COUNT = 1;
    private static final int SHARE = 2;
    private static final Wave DAY = new Wave(86_400_000);
    private static final SeriesRecipe RECIPE = new SeriesRecipe(
            "s",
            Grid.regular(Duration.ofMinutes(10), 1000),
            Demand.of(DAY),
            List.of(
                    new SimulatedFeature("value", 50, 20, new Exact(2)),
                    new SimulatedFeature("count", 30, 10, new PoissonCount()),
                    new SimulatedFeature("share", 103, 0, new CappedShare(1))),
            List.of());
    private static final List<Double> NORMAL = List.of(51.0, 28.0, 100.0);
    private static final long ONSET_MS = RECIPE.grid().timeMs(200);
    private static final long STEP_MS = 600_000;

    private static SeriesFault fault(AnomalyType type, int feature, double magnitude) {
        InjectedAnomaly anomaly =
                new InjectedAnomaly("s", type, List.of(feature), magnitude, ONSET_MS, ONSET_MS + 10 * STEP_MS);
        return new SeriesFault(RECIPE, anomaly, List.of(44.0, 27.0, 99.0), new Random(1));
    }

    /** What a feature shows at a step of the anomaly. */
    private static double shown(AnomalyType type, int feature, double magnitude, int step) {
        List<Double> values = fault(type, feature, magnitude).values(ONSET_MS + step * STEP_MS, 0, NORMAL);
        for (int other = 0; other < NORMAL.size(); other++) {
            if (other != feature) {
                assertThat(values.get(other)).as("feature %s", other).isEqualTo(NORMAL.get(other));
            }
        }
        return values.get(feature);
    }

    @Test
    void spikeAndDipGoBeyondTheRangeOfTheRhythm() {
        assertThat(shown(AnomalyType.SPIKE, VALUE, 12, 0)).isEqualTo(50 + 20 + 12 * 2);
        assertThat(shown(AnomalyType.DIP, VALUE, 10, 0)).isEqualTo(50 - 20 - 10 * 2);
        assertThat(shown(AnomalyType.SPIKE, COUNT, 12, 0))
                .isEqualTo(Math.rint(40 + 12 * Math.sqrt(40)))
                .isEqualTo(116);
        assertThat(shown(AnomalyType.DIP, COUNT, 12, 0)).as("no count below it").isZero();
    }

    @Test
    void levelMovesUpOrDownFromACap() {
        assertThat(shown(AnomalyType.LEVEL_SHIFT, VALUE, 8, 3)).isEqualTo(51 + 8 * 2);
        assertThat(shown(AnomalyType.LEVEL_SHIFT, SHARE, 8, 3)).isEqualTo(100 - 8);
    }

    @Test
    void driftReachesItsSizeAtItsLastStep() {
        assertThat(shown(AnomalyType.DRIFT, VALUE, 12, 0)).isCloseTo(51 + 2.4, within(1e-9));
        assertThat(shown(AnomalyType.DRIFT, VALUE, 12, 9)).isCloseTo(51 + 24, within(1e-9));
    }

    @Test
    void flatLineStandsAtTheValueBefore() {
        assertThat(shown(AnomalyType.FLAT_LINE, VALUE, 0, 0)).isEqualTo(44);
        assertThat(shown(AnomalyType.FLAT_LINE, VALUE, 0, 9)).isEqualTo(44);
    }

    @Test
    void silenceIsACountOfZeroAndNoOtherValue() {
        assertThat(shown(AnomalyType.SILENCE, COUNT, 0, 0)).isZero();
        assertThat(shown(AnomalyType.SILENCE, VALUE, 0, 0)).isNaN();
    }

    @Test
    void otherTimeIsHalfAPeriodAway() {
        double twelveHoursOn = DAY.at(ONSET_MS + 43_200_000.0);

        assertThat(shown(AnomalyType.WRONG_TIME_OF_DAY, VALUE, 9, 0)).isCloseTo(50 + 20 * twelveHoursOn, within(1e-9));
    }

    @Test
    void lostRhythmIsTheMeanOfAPeriodAndAFasterOneRunsAhead() {
        assertThat(shown(AnomalyType.LOST_RHYTHM, VALUE, 10, 4)).isCloseTo(50, within(1e-6));
        assertThat(shown(AnomalyType.FREQUENCY_CHANGE, VALUE, 2.5, 4))
                .isCloseTo(50 + 20 * DAY.at(ONSET_MS + 2.5 * 4 * STEP_MS), within(1e-9));
    }

    @Test
    void brokenCorrelationLeavesTheDemandByAUnitWithinItsRange() {
        double demand = DAY.at((double) ONSET_MS);

        double shown = shown(AnomalyType.BROKEN_CORRELATION, VALUE, 10, 0);
        assertThat(shown).isBetween(30.0, 70.0);
        assertThat(Math.abs(shown - (50 + 20 * demand))).isCloseTo(20, within(1e-9));
    }
}
