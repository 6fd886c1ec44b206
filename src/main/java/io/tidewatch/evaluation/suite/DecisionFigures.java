package io.tidewatch.evaluation.suite;

import io.tidewatch.evaluation.EventScores;
import io.tidewatch.evaluation.LabelledScores;
import io.tidewatch.evaluation.RowSpan;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/**
 * How the alerts of a series meet its labelled events. An event is found when an alert is raised on one of its rows; an
 * incident is false when it is raised on no row of any event, however long it lasts.
 */
final class DecisionFigures {
    private DecisionFigures() {}

    /**
     * Measures the rows after those to learn from.
     *
     * @param alert per row: whether an incident is open
     * @param raised per row: whether an alert was published as new or clearly worse
     * @return precision and recall only where there are events
     */
    static Figures of(LabelledSeries series, boolean[] alert, boolean[] raised) {
        int from = series.trainRows();
        boolean[] labels = series.scoredLabels();
        if (labels.length == 0) {
            return Figures.NONE;
        }
        boolean[] counted = once(
                labels,
                Arrays.copyOfRange(alert, from, series.rows()),
                Arrays.copyOfRange(raised, from, series.rows()));
        EventScores events = EventScores.of(new LabelledScores(labels, new double[labels.length]), counted, 0);
        Map<Metric, Double> figures = new EnumMap<>(Metric.class);
        if (series.normalDays() > 0) {
            figures.put(Metric.FALSE_ALERTS, events.falseAlarms() / series.normalDays());
        }
        if (events.found() + events.missed() > 0) {
            figures.put(Metric.EVENT_PRECISION, events.precision());
            figures.put(Metric.EVENT_RECALL, events.recall());
            figures.put(Metric.EVENT_F1, events.f1());
        }
        return new Figures(figures);
    }

    /** The raised rows that count: those in events; of an incident without any such, the first. */
    private static boolean[] once(boolean[] labels, boolean[] alert, boolean[] raised) {
        boolean[] counted = new boolean[labels.length];
        for (int i = 0; i < counted.length; i++) {
            counted[i] = raised[i] && labels[i];
            alert[i] |= raised[i];
        }
        for (RowSpan incident : RowSpan.of(alert)) {
            int first = -1;
            boolean hit = false;
            for (int i = incident.last(); i >= incident.first(); i--) {
                hit |= counted[i];
                first = raised[i] ? i : first;
            }
            if (!hit && first >= 0) {
                counted[first] = true;
            }
        }
        return counted;
    }
}
