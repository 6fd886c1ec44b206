package io.tidewatch.evaluation;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * One scored file of the Numenta Anomaly Benchmark: what an alarm on each of its rows would gain, before the profile's
 * weights. In a window the gain falls from 1 at the first row towards 0 at the last; after a window it falls from 0 to −1;
 * elsewhere it is −1 (Lavin & Ahmad 2015).
 */
public final class NabSeries {
    private static final int OUTSIDE = -1;

    /** Share of the rows at the start that are not scored. */
    private static final double PROBATION_SHARE = 0.15;

    /** A file longer than this has no longer probation. */
    private static final int PROBATION_ROWS = 5000;

    private final double[] scores;
    private final double[] gains;
    private final int[] windowOf;
    private final int windows;

    /**
     * @param timestampsMs per row, epoch milliseconds
     * @param scores per row, higher is more anomalous
     * @param windows labelled windows in the order of time; their ends are timestamps of rows
     * @throws IllegalArgumentException when the lengths differ, a score is not finite, or no row has a window's time
     */
    public NabSeries(long[] timestampsMs, double[] scores, List<NabWindow> windows) {
        if (timestampsMs.length != scores.length) {
            throw new IllegalArgumentException(scores.length + " scores for " + timestampsMs.length + " rows");
        }
        for (int i = 0; i < scores.length; i++) {
            if (!Double.isFinite(scores[i])) {
                throw new IllegalArgumentException("the score of row " + i + " is not finite: " + scores[i]);
            }
        }
        this.scores = scores.clone();
        this.gains = new double[scores.length];
        this.windowOf = new int[scores.length];
        this.windows = windows.size();
        Arrays.fill(gains, -1);
        Arrays.fill(windowOf, OUTSIDE);
        Map<Long, Integer> rows = new HashMap<>();
        for (int i = 0; i < timestampsMs.length; i++) {
            rows.putIfAbsent(timestampsMs[i], i);
        }
        int last = -1;
        int width = 0;
        for (int w = 0; w < windows.size(); w++) {
            int first = row(rows, windows.get(w).fromMs());
            fadeAfter(last, width, first);
            last = row(rows, windows.get(w).toMs());
            width = last - first + 1;
            for (int i = first; i <= last; i++) {
                gains[i] = squash((i - last - 1) / (double) width) / squash(-1);
                windowOf[i] = w;
            }
        }
        fadeAfter(last, width, scores.length);
    }

    /**
     * A series whose windows are rows rather than times.
     *
     * @param scores per row, higher is more anomalous
     * @param windows in order
     */
    public static NabSeries ofRows(double[] scores, List<RowSpan> windows) {
        return new NabSeries(
                LongStream.range(0, scores.length).toArray(),
                scores,
                windows.stream()
                        .map(span -> new NabWindow(span.first(), span.last()))
                        .toList());
    }

    /** Rows at the start of a file of so many rows that the benchmark does not score. */
    public static int probation(int rows) {
        return (int) Math.min(Math.floor(PROBATION_SHARE * rows), PROBATION_SHARE * PROBATION_ROWS);
    }

    private static int row(Map<Long, Integer> rows, long timeMs) {
        Integer row = rows.get(timeMs);
        if (row == null) {
            throw new IllegalArgumentException(
                    "no row has the time " + timeMs + " of a labelled window; are labels and data of one file?");
        }
        return row;
    }

    private void fadeAfter(int last, int width, int until) {
        if (last < 0) {
            return;
        }
        for (int i = last + 1; i < until; i++) {
            double away = (i - last) / (width - 1.0);
            gains[i] = away > 3 ? -1 : squash(away);
        }
    }

    private static double squash(double position) {
        return 2 / (1 + Math.exp(5 * position)) - 1;
    }

    int size() {
        return scores.length;
    }

    /** Labelled windows, those within the probation too. */
    int windows() {
        return windows;
    }

    /** Rows at the start that are not scored. */
    int probation() {
        return probation(scores.length);
    }

    double score(int row) {
        return scores[row];
    }

    /** Gain of an alarm on a row, −1..1. */
    double gain(int row) {
        return gains[row];
    }

    /** Number of the window that a row lies in; negative: in none. */
    int windowOf(int row) {
        return windowOf[row];
    }
}
