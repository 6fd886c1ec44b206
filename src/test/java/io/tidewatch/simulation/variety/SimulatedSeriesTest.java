package io.tidewatch.simulation.variety;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewatch.simulation.AnomalyType;
import io.tidewatch.simulation.InjectedAnomaly;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SimulatedSeriesTest {
    private static final long SEED = 7;

    static List<SeriesRecipe> recipes() {
        return Varieties.all();
    }

    private static SeriesRecipe recipe(String name) {
        return Varieties.all().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static List<SimulatedRow> rows(String name) {
        return new SimulatedSeries(recipe(name), SEED).rows();
    }

    private static long[] gapsMs(List<SimulatedRow> rows) {
        return IntStream.range(1, rows.size())
                .mapToLong(i -> rows.get(i).timeMs() - rows.get(i - 1).timeMs())
                .toArray();
    }

    @ParameterizedTest
    @MethodSource("recipes")
    void everyTypeOfItsAnomaliesComesAfterTheRowsToLearnFrom(SeriesRecipe recipe) {
        for (long seed = 1; seed <= 3; seed++) {
            SimulatedSeries series = new SimulatedSeries(recipe, seed);

            assertThat(series.anomalies())
                    .as("seed %s", seed)
                    .extracting(InjectedAnomaly::type)
                    .containsAll(recipe.anomalies())
                    .hasSizeLessThan(20);
            assertThat(series.anomalies())
                    .allMatch(anomaly -> anomaly.onsetMs() > series.watchedFromMs())
                    .allMatch(anomaly -> anomaly.magnitude() >= 0);
        }
    }

    @ParameterizedTest
    @MethodSource("recipes")
    void labelsAreTheRowsOfTheAnomalies(SeriesRecipe recipe) {
        SimulatedSeries series = new SimulatedSeries(recipe, SEED);

        assertThat(series.rows())
                .allMatch(row -> row.anomalous()
                        == series.anomalies().stream().anyMatch(anomaly -> anomaly.covers(row.timeMs())));
    }

    @ParameterizedTest
    @MethodSource("recipes")
    void withoutAnomaliesAllOtherRowsAreTheSame(SeriesRecipe recipe) {
        List<SimulatedRow> rows = new SimulatedSeries(recipe, SEED).rows();
        List<SimulatedRow> normal = new SimulatedSeries(recipe.normal(), SEED).rows();

        assertThat(normal).noneMatch(SimulatedRow::anomalous);
        assertThat(new HashSet<>(normal)
                        .containsAll(
                                rows.stream().filter(row -> !row.anomalous()).toList()))
                .isTrue();
    }

    @Test
    void sameSeedGivesTheSameRowsAndAnotherOneOthers() {
        SeriesRecipe recipe = recipe("day-5m");

        SimulatedSeries series = new SimulatedSeries(recipe, 1);
        assertThat(new SimulatedSeries(recipe, 1).rows()).isEqualTo(series.rows());
        assertThat(series.rows()).as("a second time").isEqualTo(series.rows());
        assertThat(new SimulatedSeries(recipe, 2).rows()).isNotEqualTo(series.rows());
        assertThat(new SimulatedSeries(recipe, 2).anomalies()).isNotEqualTo(series.anomalies());
    }

    @Test
    void regularSeriesHasARowAtEachStep() {
        List<SimulatedRow> rows = rows("hour-10s");

        assertThat(rows).hasSize(6000);
        assertThat(gapsMs(rows)).containsOnly(10_000);
    }

    @Test
    void irregularSeriesMissesRowsAndHasThemLateButInOrder() {
        List<SimulatedRow> rows = rows("day-30m-irregular");

        assertThat(rows.size()).as("a tenth is missing").isBetween(5250, 5550);
        assertThat(LongStream.of(gapsMs(rows))).allMatch(gap -> gap > 0);
        assertThat(LongStream.of(gapsMs(rows)).distinct().count())
                .as("hardly two alike")
                .isGreaterThan(4000);
    }

    @Test
    void wanderTiesTheFeaturesTogether() {
        List<SimulatedRow> rows = new SimulatedSeries(recipe("none-10s").normal(), SEED).rows();

        // The current falls as the voltage rises.
        double covariance = rows.stream()
                .mapToDouble(row -> (row.values().get(0) - 230) * (row.values().get(1) - 16))
                .average()
                .orElseThrow();
        assertThat(covariance).isLessThan(-0.7 * 4 * 3 * 0.4 * 0.4);
    }

    @Test
    void seriesOfAStepADayHasYears() {
        List<SimulatedRow> rows = rows("week-1d");

        assertThat(Duration.ofMillis(
                                rows.get(rows.size() - 1).timeMs() - rows.get(0).timeMs())
                        .toDays())
                .isGreaterThan(1000);
    }

    @Test
    void anomalyTypesThatNeedARhythmAreRefusedWithoutOne() {
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> new SeriesRecipe(
                        "x",
                        Grid.regular(Duration.ofMinutes(1), 100),
                        Demand.of(new Steady()),
                        List.of(new SimulatedFeature("a", 1, 0, new GaussianNoise(1))),
                        List.of(AnomalyType.LOST_RHYTHM)))
                .hasMessageContaining("series x has no rhythm that could break; leave out");
    }
}
