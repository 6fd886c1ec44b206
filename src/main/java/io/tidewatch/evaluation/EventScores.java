package io.tidewatch.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How alarms meet labelled events (Hundman et al. 2018): an event is found when any of its rows is flagged; each flagged run
 * that touches no event is one false alarm.
 *
 * @param found events found
 * @param falseAlarms flagged runs that touch no event
 * @param missed events not found
 * @param delays per event found, in order: rows from its first row to the first flagged one
 */
public record EventScores(int found, int falseAlarms, int missed, List<Integer> delays) {

    public EventScores {
        delays = List.copyOf(delays);
    }

    /**
     * Holds flags against labels.
     *
     * @param flagged one per row
     * @param gap flagged runs at most so many rows apart are one
     * @throws IllegalArgumentException when there is not one flag per row
     */
    public static EventScores of(LabelledScores series, boolean[] flagged, int gap) {
        if (flagged.length != series.size()) {
            throw new IllegalArgumentException(flagged.length + " flags for " + series.size() + " rows");
        }
        List<Integer> delays = new ArrayList<>();
        for (RowSpan event : series.events()) {
            for (int i = event.first(); i <= event.last(); i++) {
                if (flagged[i]) {
                    delays.add(i - event.first());
                    break;
                }
            }
        }
        int falseAlarms = 0;
        for (RowSpan alarm : merged(RowSpan.of(flagged), gap)) {
            falseAlarms += touchesEvent(series, alarm) ? 0 : 1;
        }
        return new EventScores(delays.size(), falseAlarms, series.events().size() - delays.size(), delays);
    }

    private static List<RowSpan> merged(List<RowSpan> runs, int gap) {
        List<RowSpan> merged = new ArrayList<>();
        for (RowSpan run : runs) {
            int newest = merged.size() - 1;
            if (newest >= 0 && run.first() - merged.get(newest).last() - 1 <= gap) {
                merged.set(newest, new RowSpan(merged.get(newest).first(), run.last()));
            } else {
                merged.add(run);
            }
        }
        return merged;
    }

    private static boolean touchesEvent(LabelledScores series, RowSpan alarm) {
        for (int i = alarm.first(); i <= alarm.last(); i++) {
            if (series.anomalous(i)) {
                return true;
            }
        }
        return false;
    }

    /** Share of the alarms that found something, 0..1; 0 without alarms. */
    public double precision() {
        return found + falseAlarms == 0 ? 0 : found / (double) (found + falseAlarms);
    }

    /** Share of the events found, 0..1; NaN without events. */
    public double recall() {
        return found / (double) (found + missed);
    }

    /** Harmonic mean of precision and recall, 0..1. */
    public double f1() {
        double sum = precision() + recall();
        return sum > 0 ? 2 * precision() * recall() / sum : 0;
    }

    /** Median delay of the events found, rows; NaN when none was. */
    public double medianDelay() {
        int[] sorted = delays.stream().mapToInt(Integer::intValue).sorted().toArray();
        int half = sorted.length / 2;
        if (sorted.length == 0) {
            return Double.NaN;
        }
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2.0;
    }

    /** Mean delay of the events found, rows; NaN when none was. */
    public double meanDelay() {
        return Arrays.stream(delays.stream().mapToInt(Integer::intValue).toArray())
                .average()
                .orElse(Double.NaN);
    }
}
