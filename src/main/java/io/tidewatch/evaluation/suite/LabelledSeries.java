package io.tidewatch.evaluation.suite;

import io.tidewatch.evaluation.NabWindow;
import io.tidewatch.evaluation.RowSpan;
import io.tidewatch.evaluation.baseline.SeriesValues;
import io.tidewatch.series.SeriesException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One series of a suite in memory: its rows' times and labels. Immutable. */
final class LabelledSeries {
    private final SuiteSeries source;
    private final long[] timesMs;
    private final boolean[] anomalous;
    private final List<RowSpan> windows;

    private LabelledSeries(SuiteSeries source, long[] timesMs, boolean[] anomalous, List<RowSpan> windows) {
        this.source = source;
        this.timesMs = timesMs;
        this.anomalous = anomalous;
        this.windows = List.copyOf(windows);
    }

    /** @throws SeriesException when the file cannot be read, or no row has a labelled window's time */
    static LabelledSeries read(SuiteSeries source) {
        List<Long> times = new ArrayList<>();
        List<Boolean> labels = new ArrayList<>();
        source.file().read(row -> {
            times.add(row.timestampMs());
            labels.add(row.anomalous());
        });
        if (times.isEmpty()) {
            throw new SeriesException(source.path() + " has no rows; remove it, or put some in");
        }
        long[] timesMs = times.stream().mapToLong(Long::longValue).toArray();
        boolean[] anomalous = new boolean[timesMs.length];
        List<RowSpan> windows;
        List<NabWindow> given = source.windows();
        if (given == null) {
            for (int i = 0; i < anomalous.length; i++) {
                anomalous[i] = labels.get(i);
            }
            windows = RowSpan.of(anomalous);
        } else {
            windows = spans(source, timesMs, given);
            windows.forEach(window -> Arrays.fill(anomalous, window.first(), window.last() + 1, true));
        }
        return new LabelledSeries(source, timesMs, anomalous, windows);
    }

    /** As the benchmark reads them: from the first row of a window's first time to the first row of its last. */
    private static List<RowSpan> spans(SuiteSeries source, long[] timesMs, List<NabWindow> windows) {
        Map<Long, Integer> firstRow = new HashMap<>();
        for (int i = 0; i < timesMs.length; i++) {
            firstRow.putIfAbsent(timesMs[i], i);
        }
        List<RowSpan> spans = new ArrayList<>();
        for (NabWindow window : windows) {
            Integer first = firstRow.get(window.fromMs());
            Integer last = firstRow.get(window.toMs());
            if (first == null || last == null) {
                throw new SeriesException(
                        source.path() + " has no row at the ends of its labelled window " + window.fromMs() + " to "
                                + window.toMs() + " (epoch ms); are labels and data of one version?");
            }
            spans.add(new RowSpan(first, last));
        }
        return spans;
    }

    String name() {
        return source.name();
    }

    int rows() {
        return timesMs.length;
    }

    /** Rows at the start to learn from; at most all. */
    int trainRows() {
        return Math.min(source.trainRows(), timesMs.length);
    }

    long timeMs(int row) {
        return timesMs[row];
    }

    boolean anomalous(int row) {
        return anomalous[row];
    }

    /** Labels of the rows that are scored: those after the rows to learn from. */
    boolean[] scoredLabels() {
        return Arrays.copyOfRange(anomalous, trainRows(), rows());
    }

    /** Labelled windows; two that touch are two. */
    List<RowSpan> windows() {
        return windows;
    }

    /** Reads the values, which are not kept: suites may be large. */
    SeriesValues values() {
        List<double[]> rows = new ArrayList<>();
        source.file().read(row -> rows.add(row.values()));
        return new SeriesValues(rows);
    }

    /** Usual time between rows, milliseconds: the median. */
    double intervalMs() {
        long[] gaps = new long[Math.max(1, timesMs.length - 1)];
        for (int i = 1; i < timesMs.length; i++) {
            gaps[i - 1] = timesMs[i] - timesMs[i - 1];
        }
        Arrays.sort(gaps);
        return Math.max(1, gaps[gaps.length / 2]);
    }

    /** Days that the scored normal rows stand for. */
    double normalDays() {
        int normal = 0;
        for (int i = trainRows(); i < rows(); i++) {
            normal += anomalous[i] ? 0 : 1;
        }
        return normal * intervalMs() / 86_400_000.0;
    }
}
