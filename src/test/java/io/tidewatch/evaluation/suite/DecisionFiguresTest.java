package io.tidewatch.evaluation.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Alerts against labelled events, by hand: two rows to learn from, events in rows 4..5 and 8. */
class DecisionFiguresTest {
    private static final int[] LABELS = {0, 0, 0, 0, 1, 1, 0, 0, 1, 0, 0, 0, 0, 0};

    @TempDir
    Path directory;

    private Figures figures(String alert, String raised, int... labels) {
        return DecisionFigures.of(Written.labelled(directory, "s", 2, labels), flags(alert), flags(raised));
    }

    private static boolean[] flags(String text) {
        boolean[] flags = new boolean[text.length()];
        for (int i = 0; i < flags.length; i++) {
            flags[i] = text.charAt(i) == '1';
        }
        return flags;
    }

    @Test
    void eventIsFoundByARaisedRowAndTheRestAreFalse() {
        Figures figures = figures("00000111000110", "00000100000100", LABELS);

        assertThat(figures.get(Metric.EVENT_RECALL)).isEqualTo(0.5);
        assertThat(figures.get(Metric.EVENT_PRECISION)).isEqualTo(0.5);
        assertThat(figures.get(Metric.EVENT_F1)).isEqualTo(0.5);
        assertThat(figures.get(Metric.FALSE_ALERTS))
                .as("one in nine normal minutes")
                .isCloseTo(1440 / 9.0, within(1e-9));
    }

    @Test
    void incidentThatGetsWorseIsOneFalseAlertHoweverOftenItIsRaised() {
        Figures figures = figures("00000000011111", "00000000010101", LABELS);

        assertThat(figures.get(Metric.FALSE_ALERTS)).isCloseTo(1440 / 9.0, within(1e-9));
        assertThat(figures.get(Metric.EVENT_PRECISION)).isZero();
        assertThat(figures.get(Metric.EVENT_F1)).isZero();
    }

    @Test
    void incidentThatBeginsBeforeAnEventAndGetsWorseInItIsNotFalse() {
        Figures figures = figures("00011111111000", "00010000100000", LABELS);

        assertThat(figures.get(Metric.FALSE_ALERTS)).isZero();
        assertThat(figures.get(Metric.EVENT_PRECISION)).isEqualTo(1);
        assertThat(figures.get(Metric.EVENT_RECALL)).isEqualTo(0.5);
    }

    @Test
    void openIncidentAloneFindsNothing() {
        assertThat(figures("00011111111111", "00010000000000", LABELS).get(Metric.EVENT_RECALL))
                .isZero();
    }

    @Test
    void rowsToLearnFromDoNotCount() {
        Figures figures = figures("11000000000000", "10000000000000", LABELS);

        assertThat(figures.get(Metric.FALSE_ALERTS)).isZero();
    }

    @Test
    void normalSeriesHasFalseAlertsOnly() {
        Figures figures = figures("0011", "0010", 0, 0, 0, 0);

        assertThat(figures.get(Metric.FALSE_ALERTS)).isCloseTo(720, within(1e-9));
        assertThat(figures.has(Metric.EVENT_RECALL)).isFalse();
    }

    @Test
    void seriesWithoutRowsToJudgeHasNoFigures() {
        assertThat(figures("00", "00", 0, 0).has(Metric.FALSE_ALERTS)).isFalse();
    }
}
