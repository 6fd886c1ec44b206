package io.tidewatch.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewatch.series.SeriesRow;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SeriesTraceTest {
    private static SeriesTrace trace(int rows, int largest, double... spikeAt) {
        SeriesTrace trace = new SeriesTrace(1, largest);
        for (int i = 0; i < rows; i++) {
            double value = i % 7 == 0 ? Double.NaN : 1;
            for (double spike : spikeAt) {
                value = i == spike ? 100 : i == spike + 1 ? -100 : value;
            }
            var cells = new SeriesRow.Cells(new double[] {value}, new String[0]);
            SeriesRow row = new SeriesRow(2 + i, new SeriesRow.Time("", i), "", cells, i == rows / 2);
            trace.add(row, i == rows / 3 ? 0.9 : 0.1);
        }
        return trace;
    }

    private static double[] values(SeriesTrace trace) {
        return IntStream.range(0, trace.points())
                .mapToDouble(p -> trace.value(p, 0))
                .toArray();
    }

    @Test
    void fewRowsAreDrawnAsTheyAre() {
        SeriesTrace trace = trace(10, 10, 4);
        assertThat(trace.points()).isEqualTo(10);
        assertThat(values(trace)).containsExactly(Double.NaN, 1, 1, 1, 100, -100, 1, Double.NaN, 1, 1);
        assertThat(trace.timeMs(9)).isEqualTo(9);
    }

    @Test
    void thinningLosesNoSpikeNoLabelAndNoScore() {
        for (int rows : new int[] {11, 100, 999, 12_345}) {
            SeriesTrace trace = trace(rows, 10, rows / 2 + 1);
            assertThat(trace.points()).isBetween(10, 20);
            assertThat(values(trace)).containsSubsequence(100, -100);
            assertThat(IntStream.range(0, trace.points())).anyMatch(trace::anomalous);
            assertThat(IntStream.range(0, trace.points())).anyMatch(p -> trace.score(p) == 0.9);
            assertThat(IntStream.range(0, trace.points())
                            .mapToObj(trace::timeMs)
                            .toList())
                    .isSorted();
            assertThat(trace.timeMs(0)).isZero();
            assertThat(trace.timeMs(trace.points() - 1)).isEqualTo(rows - 1);
        }
    }
}
