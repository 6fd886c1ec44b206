package io.tidewatch.evaluation;

import java.util.Arrays;
import java.util.stream.IntStream;

/** What each threshold would flag: one entry per distinct score, highest first; a row is flagged at or above it. */
final class ThresholdSweep {
    private final double[] thresholds;
    private final int[] flagged;
    private final int[] hits;
    private final int size;

    ThresholdSweep(LabelledScores series) {
        int rows = series.size();
        int[] order = IntStream.range(0, rows)
                .boxed()
                .sorted((a, b) -> Double.compare(series.score(b), series.score(a)))
                .mapToInt(Integer::intValue)
                .toArray();
        double[] distinct = new double[rows];
        int[] flaggedAt = new int[rows];
        int[] hitsAt = new int[rows];
        int count = 0;
        int seen = 0;
        for (int i = 0; i < rows; i++) {
            seen += series.anomalous(order[i]) ? 1 : 0;
            // Compared as numbers: 0.0 and -0.0 are one threshold.
            if (i == rows - 1 || series.score(order[i]) != series.score(order[i + 1])) {
                distinct[count] = series.score(order[i]);
                flaggedAt[count] = i + 1;
                hitsAt[count] = seen;
                count++;
            }
        }
        this.size = count;
        this.thresholds = Arrays.copyOf(distinct, count);
        this.flagged = Arrays.copyOf(flaggedAt, count);
        this.hits = Arrays.copyOf(hitsAt, count);
    }

    int size() {
        return size;
    }

    double threshold(int index) {
        return thresholds[index];
    }

    /** Rows flagged at a threshold. */
    int flagged(int index) {
        return flagged[index];
    }

    /** Rows flagged at a threshold that are labelled anomalous. */
    int hits(int index) {
        return hits[index];
    }
}
