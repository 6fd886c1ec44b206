package io.tidewatch.evaluation.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BaselinesTest {

    private static final int WINDOW = 32;

    private static SeriesValues column(double... values) {
        return new SeriesValues(
                Arrays.stream(values).mapToObj(value -> new double[] {value}).toList());
    }

    /** Two sines that go together, with noise. */
    private static List<double[]> sines(int rows) {
        Random random = new Random(3);
        List<double[]> series = new ArrayList<>();
        for (int t = 0; t < rows; t++) {
            double sine = Math.sin(t / 4.0);
            series.add(
                    new double[] {10 + sine + 0.05 * random.nextGaussian(), 500 + 40 * sine + 2 * random.nextGaussian()
                    });
        }
        return series;
    }

    static Stream<Baseline> all() {
        return Baselines.all().stream();
    }

    @ParameterizedTest
    @MethodSource("all")
    void scoreOfARowDependsOnNoLaterRow(Baseline baseline) {
        List<double[]> rows = sines(700);
        double[] whole = baseline.scores(new SeriesValues(rows), 200, 5);
        double[] part = baseline.scores(new SeriesValues(rows.subList(0, 450)), 200, 5);

        assertThat(whole).hasSize(700);
        assertThat(Arrays.copyOf(whole, 450)).isEqualTo(part);
        assertThat(Arrays.stream(whole)).allMatch(Double::isFinite);
    }

    @ParameterizedTest
    @MethodSource("all")
    void sameSeedGivesTheSameScoresAndAnotherOneOnlyWhereItSaysSo(Baseline baseline) {
        SeriesValues series = new SeriesValues(sines(100));

        assertThat(baseline.scores(series, 50, 1)).isEqualTo(baseline.scores(series, 50, 1));
        assertThat(Arrays.equals(baseline.scores(series, 50, 1), baseline.scores(series, 50, 2)))
                .isEqualTo(!baseline.seeded());
    }

    @Test
    void namedOnesComeWithTheControls() {
        assertThat(Baselines.named(List.of("PCA")))
                .extracting(Baseline::name)
                .containsExactly("PCA", "random", "row-number");
        assertThat(Baselines.named(List.of("none"))).extracting(Baseline::name).containsExactly("random", "row-number");
        assertThatThrownBy(() -> Baselines.named(List.of("forest")))
                .hasMessageContaining("there is no baseline forest");
    }

    @Test
    void missingValueIsTheOneBeforeIt() {
        SeriesValues series = new SeriesValues(
                List.of(new double[] {Double.NaN, 1}, new double[] {5, Double.NaN}, new double[] {Double.NaN, 3}));

        assertThat(series.row(0)).containsExactly(0, 1);
        assertThat(series.row(1)).containsExactly(5, 1);
        assertThat(series.row(2)).containsExactly(5, 3);
        assertThatThrownBy(() -> new SeriesValues(List.of(new double[1], new double[2])))
                .hasMessage("row 1 has 2 values, the first has 1");
        assertThatThrownBy(() -> new SeriesValues(List.of())).hasMessageContaining("at least one row");
    }

    @Test
    void gaussianCountsDeviationsFromTheMeanOfTheRowsBefore() {
        double[] scores = new WindowedGaussian().scores(column(1, 3, 2, 5), 0, 1);

        assertThat(scores[0]).isZero();
        assertThat(scores[1])
                .as("one row before has no deviation: a millionth of its size stands in")
                .isCloseTo(2 / 2e-6, within(1e-3));
        assertThat(scores[2]).as("the mean of 1 and 3").isZero();
        assertThat(scores[3]).as("mean 2, deviation √(2/3)").isCloseTo(3 / Math.sqrt(2 / 3.0), within(1e-12));
    }

    @Test
    void gaussianOfSeveralFeaturesIsTheRootOfTheMeanSquare() {
        SeriesValues series =
                new SeriesValues(List.of(new double[] {0, 0}, new double[] {2, 20}, new double[] {4, 10}));

        assertThat(new WindowedGaussian().scores(series, 0, 1)[2])
                .as("3 deviations and none")
                .isCloseTo(Math.sqrt(9 / 2.0), within(1e-12));
    }

    @Test
    void gaussianForgetsAndIsMeasuredAnewEveryHundredRows() {
        double[] values = new Random(8).doubles(6_900, -1, 1).toArray();
        for (int t = 0; t < 300; t++) {
            values[t] += 50;
        }
        double[] scores = new WindowedGaussian().scores(column(values), 0, 1);

        for (int t : new int[] {50, 100, 101, 199, 200, 6_400, 6_555, 6_899}) {
            int measured = t <= 100 ? t : t / 100 * 100;
            double[] before = Arrays.copyOfRange(values, Math.max(0, measured - 6_400), measured);
            double mean = Arrays.stream(before).average().orElseThrow();
            double variance = Arrays.stream(before)
                    .map(x -> (x - mean) * (x - mean))
                    .average()
                    .orElseThrow();
            assertThat(scores[t])
                    .as("row %s", t)
                    .isCloseTo(Math.abs(values[t] - mean) / Math.sqrt(variance), within(1e-9));
        }
    }

    @Test
    void componentsAreTheDirectionsOfMostVariance() {
        // Variance 9 along (3, 4)/5 and 1 across it.
        double[][] vectors = {{1.8, 2.4}, {-1.8, -2.4}, {-0.8, 0.6}, {0.8, -0.6}};
        PrincipalComponents nine = PrincipalComponents.of(vectors, 0.89, 2, 1);
        PrincipalComponents most = PrincipalComponents.of(vectors, 0.91, 2, 1);

        assertThat(nine.count()).as("nine tenths are in one direction").isEqualTo(1);
        assertThat(nine.residual(new double[] {3, 4})).isCloseTo(0, within(1e-9));
        assertThat(nine.residual(new double[] {-4, 3})).isCloseTo(25, within(1e-9));
        assertThat(nine.residual(new double[] {1, 0})).isCloseTo(0.64, within(1e-9));
        assertThat(most.count()).isEqualTo(2);
        assertThat(most.residual(new double[] {7, -2})).isCloseTo(0, within(1e-9));
        assertThat(PrincipalComponents.of(vectors, 1, 1, 1).count()).isEqualTo(1);
    }

    @Test
    void componentsOfAPlaneLeaveNothingOfItAndAllOfItsNormal() {
        Random random = new Random(6);
        double[][] vectors = IntStream.range(0, 200)
                .mapToObj(i -> {
                    double a = 3 * random.nextGaussian();
                    double b = random.nextGaussian();
                    return new double[] {a + b, a - b, a};
                })
                .toArray(double[][]::new);
        PrincipalComponents components = PrincipalComponents.of(vectors, 0.999, 3, 1);

        // The plane is spanned by (1, 1, 1) and (1, −1, 0).
        assertThat(components.count()).isEqualTo(2);
        assertThat(components.residual(new double[] {5, 1, 3})).isCloseTo(0, within(1e-6));
        assertThat(components.residual(new double[] {1, 1, -2})).isCloseTo(6, within(1e-6));
    }

    @Test
    void pcaOfStillDataIsTheMeanSquareInItsLeastDeviation() {
        // One row to learn from: a window of one row, no component, deviations of 1% of the mean and a thousandth.
        SeriesValues series =
                new SeriesValues(List.of(new double[] {100, 0}, new double[] {100, 0}, new double[] {103.003, 0.004}));

        assertThat(new PcaReconstruction(WINDOW).scores(series, 1, 1)[1]).isZero();
        assertThat(new PcaReconstruction(WINDOW).scores(series, 1, 1)[2]).isCloseTo((9 + 16) / 2.0, within(1e-2));
    }

    @Test
    void pcaFindsABrokenCorrelationThatEachFeatureAloneWouldHide() {
        List<double[]> rows = sines(600);
        for (int t = 500; t < 520; t++) {
            rows.get(t)[1] = 1000 - rows.get(t)[1];
        }
        double[] scores = new PcaReconstruction(WINDOW).scores(new SeriesValues(rows), 300, 1);

        double usual = Arrays.stream(scores, 300, 500).max().orElseThrow();
        assertThat(scores[519]).isGreaterThan(3 * usual);
        assertThat(Arrays.stream(scores, 0, 31)).as("no full window yet").containsOnly(0.0);
    }

    @Test
    void pcaWithNothingToLearnFromSaysNothing() {
        assertThat(new PcaReconstruction(WINDOW).scores(column(1, 2, 3), 0, 1)).containsOnly(0.0);
    }
}
