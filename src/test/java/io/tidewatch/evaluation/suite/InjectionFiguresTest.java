package io.tidewatch.evaluation.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidewatch.decision.AnomalyKind;
import io.tidewatch.evaluation.RowSpan;
import io.tidewatch.simulation.AnomalyType;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Figures that can be told by hand, of one series of 100 rows whose first ten are for learning. */
class InjectionFiguresTest {
    private static final int ROWS = 100;
    private static final Injection SPIKE = injection(AnomalyType.SPIKE, 20, 20, "cpu");
    private static final Injection SHIFT = injection(AnomalyType.LEVEL_SHIFT, 50, 59, "cpu", "latency");

    @TempDir
    Path directory;

    private static Injection injection(AnomalyType type, int first, int last, String... features) {
        return new Injection("s", type, List.of(features), 5, new RowSpan(first, last));
    }

    private InjectionFigures figures(List<Injection> injections, Set<Integer> raised, String... messages) {
        int[] labels = new int[ROWS];
        injections.forEach(
                each -> Arrays.fill(labels, each.rows().first(), each.rows().last() + 1, 1));
        Written.scores(
                directory.resolve("s.scores.csv"),
                ROWS,
                row -> row / 1000.0 + ",0,0,0,0," + (raised.contains(row) ? 1 : 0) + ",");
        Path alerts = Written.write(ReportedIncident.path(directory, "s"), List.of(messages));
        InjectionFigures.Run run = new InjectionFigures.Run(
                Written.labelled(directory, "s", 10, labels),
                ScoreFile.read(ScoreFile.path(directory, "s"), ROWS),
                ReportedIncident.read(alerts));
        return new InjectionFigures(List.of(run), injections);
    }

    private static String open(String id, int row, String kind, String feature) {
        return Written.message(id, "OPEN", row, row, kind, feature);
    }

    @Test
    void caughtAnomaliesAreHeldAgainstWhatWasTold() {
        InjectionFigures figures = figures(
                List.of(SPIKE, SHIFT),
                Set.of(21, 53),
                open("a", 21, "POINT", "cpu"),
                Written.message("a", "CLOSED", 21, 30, "POINT", "cpu"),
                open("b", 53, "CONTEXTUAL", "errors"));

        assertThat(figures.injected(AnomalyKind.POINT)).isEqualTo(1);
        assertThat(figures.caught(AnomalyKind.POINT)).isEqualTo(1);
        assertThat(figures.kindRight(AnomalyKind.POINT)).isEqualTo(1);
        assertThat(figures.caught(AnomalyType.LEVEL_SHIFT)).isEqualTo(1);
        assertThat(figures.kindRight(AnomalyKind.COLLECTIVE)).isZero();
        assertThat(figures.injected(AnomalyType.DRIFT)).isZero();
        assertThat(figures.kindAccuracy()).isEqualTo(0.5);
        assertThat(figures.topFeature()).isEqualTo(0.5);
        assertThat(figures.onsetError()).as("1 row and 3 rows").isEqualTo(2);
        assertThat(figures.falsePerDay()).isZero();
    }

    @Test
    void alertCountsUntilSixRowsAfterTheEnd() {
        assertThat(figures(List.of(SPIKE), Set.of(26), open("a", 26, "POINT", "cpu"))
                        .caught(AnomalyKind.POINT))
                .isEqualTo(1);
        InjectionFigures late = figures(List.of(SPIKE), Set.of(27), open("a", 27, "POINT", "cpu"));
        assertThat(late.caught(AnomalyKind.POINT)).isZero();
        assertThat(late.onsetError()).isNaN();
        assertThat(late.falsePerDay())
                .as("one in the 89 normal minutes after the ten to learn from")
                .isCloseTo(1 / (89 / 1440.0), within(1e-9));
    }

    @Test
    void alertThatBeganBeforeCatchesWhatItGetsWorseOfAndIsNotFalse() {
        InjectionFigures figures = figures(
                List.of(SHIFT),
                Set.of(40, 52),
                open("a", 40, "POINT", "cpu"),
                Written.message("a", "UPDATE", 40, 52, "COLLECTIVE", "latency"));

        assertThat(figures.caught(AnomalyType.LEVEL_SHIFT)).isEqualTo(1);
        assertThat(figures.kindRight(AnomalyKind.COLLECTIVE)).as("as last told").isEqualTo(1);
        assertThat(figures.topFeature()).isEqualTo(1);
        assertThat(figures.onsetError()).isEqualTo(10);
        assertThat(figures.falsePerDay()).isZero();
    }

    @Test
    void messageThatOnlySaysThatItGoesOnCatchesNothing() {
        InjectionFigures figures = figures(
                List.of(SHIFT),
                Set.of(40),
                open("a", 40, "COLLECTIVE", "cpu"),
                Written.message("a", "UPDATE", 40, 52, "COLLECTIVE", "cpu"));

        assertThat(figures.caught(AnomalyType.LEVEL_SHIFT)).isZero();
        assertThat(figures.kindAccuracy()).isZero();
        assertThat(figures.falsePerDay()).isPositive();
    }

    @Test
    void whatIsToldAfterTheAnomalyDoesNotDescribeIt() {
        InjectionFigures figures = figures(
                List.of(SPIKE),
                Set.of(20, 40),
                open("a", 20, "POINT", "cpu"),
                Written.message("a", "UPDATE", 20, 40, "COLLECTIVE", "errors"));

        assertThat(figures.kindRight(AnomalyKind.POINT)).isEqualTo(1);
        assertThat(figures.topFeature()).isEqualTo(1);
    }

    @Test
    void anomalyInMostFeaturesHasNoTopFeature() {
        Injection silence = injection(AnomalyType.SILENCE, 50, 59, "requests", "cpu", "latency", "events");

        assertThat(figures(List.of(silence), Set.of(50), open("a", 50, "COLLECTIVE", ""))
                        .topFeature())
                .isNaN();
    }

    @Test
    void precisionOfAKindLeavesRowsOfOtherKindsOut() {
        // Scores grow with the rows. Of those above the spike's (20), 50 to 59 are the shift's; in the windows
        // of 21 to 51 and of 60 to 90 one of the two still is, which makes them neither normal nor anomalous;
        // the normal rows are 91 to 99.
        InjectionFigures figures = figures(List.of(SPIKE, SHIFT), Set.of());

        assertThat(figures.averagePrecision(AnomalyKind.POINT)).isCloseTo(1 / (1 + 9.0), within(1e-12));
        double shift = 0;
        for (int found = 1; found <= 10; found++) {
            shift += found / (9.0 + found) / 10;
        }
        assertThat(figures.averagePrecision(AnomalyKind.COLLECTIVE)).isCloseTo(shift, within(1e-12));
        assertThat(figures.averagePrecision(AnomalyKind.CONTEXTUAL)).isNaN();
    }
}
