package io.tidewatch.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Answers that can be told by hand. */
class MetricsTest {
    private static final boolean[] TWO_EVENTS = {false, true, true, false, false, false, true, false};
    private static final double[] PERFECT = {0, 1, 1, 0, 0, 0, 1, 0};

    private static LabelledScores series(double... scores) {
        return new LabelledScores(TWO_EVENTS, scores);
    }

    @Test
    void scoreThatEqualsTheLabelIsPerfect() {
        LabelledScores perfect = series(PERFECT);
        assertThat(AveragePrecision.of(perfect)).isEqualTo(1);
        assertThat(BestF1.of(perfect)).isEqualTo(new BestF1(1, 1));
        assertThat(CompositeF1.of(perfect)).isEqualTo(new CompositeF1(1, 1));
        assertThat(VolumeUnderSurface.of(perfect, 0).pr()).isCloseTo(1, within(1e-12));
    }

    @Test
    void constantScoreHasThePrecisionOfChance() {
        LabelledScores constant = series(new double[8]);
        assertThat(AveragePrecision.of(constant)).isEqualTo(3 / 8.0);
        assertThat(BestF1.of(constant).f1()).isEqualTo(2 * 3 / (8.0 + 3));
    }

    @Test
    void eventIsFoundByOneOfItsRowsAndAFarRunIsOneFalseAlarm() {
        boolean[] flagged = {false, false, true, false, true, true, false, false};
        EventScores scores = EventScores.of(series(PERFECT), flagged, 0);
        assertThat(scores).isEqualTo(new EventScores(1, 1, 1, List.of(1)));
        assertThat(scores.precision()).isEqualTo(0.5);
        assertThat(scores.medianDelay()).isEqualTo(1);
        assertThat(EventScores.of(series(PERFECT), flagged, 1).falseAlarms())
                .as("runs one row apart are one alarm, which touches the event")
                .isZero();
    }

    @Test
    void withoutAnEventMetricsAreNotANumberRatherThanGood() {
        LabelledScores normal = new LabelledScores(new boolean[4], new double[] {1, 2, 3, 4});
        assertThat(AveragePrecision.of(normal)).isNaN();
        assertThat(BestF1.of(normal).f1()).isNaN();
        assertThat(CompositeF1.of(normal).f1()).isNaN();
        assertThat(VolumeUnderSurface.of(normal, 10).pr()).isNaN();
        assertThat(BudgetRecall.of(normal, 0.5).recall()).isNaN();
    }

    @Test
    void scoreThatIsNotFiniteIsRefused() {
        assertThatThrownBy(() -> series(0, 0, 0, 0, Double.NaN, 0, 0, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("row 4");
        assertThatThrownBy(() -> series(1, 2)).hasMessageContaining("2 scores for 8 labels");
    }

    @Test
    void nabRewardsTheStartOfAWindowFullyAndNoAlarmWithNothing() {
        double[] early = new double[200];
        early[100] = 1;
        assertThat(nab(early).score()).isCloseTo(100, within(1e-9));
        double[] late = new double[200];
        late[119] = 1;
        assertThat(nab(late).score()).isBetween(50.0, 70.0);
        assertThat(NabScore.at(corpus(new double[200]), NabProfile.STANDARD, 0.5)
                        .score())
                .isZero();
        double[] wrong = new double[200];
        wrong[60] = 1;
        assertThat(NabScore.at(corpus(wrong), NabProfile.STANDARD, 0.5).score()).isCloseTo(-5.5, within(1e-9));
    }

    @Test
    void nabDoesNotScoreTheProbation() {
        double[] scores = new double[200];
        scores[29] = 1;
        assertThat(NabScore.at(corpus(scores), NabProfile.STANDARD, 0.5).score())
                .isZero();
    }

    @Test
    void nabRefusesWindowsOfAnotherFile() {
        assertThatThrownBy(() -> new NabSeries(new long[] {1, 2}, new double[2], List.of(new NabWindow(1, 7))))
                .hasMessageContaining("no row has the time 7");
    }

    private static NabScore nab(double[] scores) {
        return NabScore.best(corpus(scores), NabProfile.STANDARD);
    }

    private static List<NabSeries> corpus(double[] scores) {
        long[] times = LongStream.range(0, scores.length).toArray();
        return List.of(new NabSeries(times, scores, List.of(new NabWindow(100, 119))));
    }
}
