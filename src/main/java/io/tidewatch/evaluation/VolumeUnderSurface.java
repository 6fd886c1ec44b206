package io.tidewatch.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The volume under the ROC and the precision-recall surface: both areas averaged over label buffers of 0 to L rows, so that
 * an alarm shortly before or after an event counts in part (Paparrizos et al., VLDB 2022; the "opt" variant of TSB-AD: 250
 * thresholds).
 *
 * @param roc in 0..1; NaN when no row is anomalous, or all are
 * @param pr in 0..1; NaN when no row is anomalous
 */
public record VolumeUnderSurface(double roc, double pr) {

    /** The largest label buffer unless the series' own period is used, rows. */
    public static final int USUAL_BUFFER = 100;

    private static final int THRESHOLDS = 250;

    /** @param largestBuffer L, rows, at least 0 */
    public static VolumeUnderSurface of(LabelledScores series, int largestBuffer) {
        if (largestBuffer < 0) {
            throw new IllegalArgumentException("a label buffer cannot be negative: " + largestBuffer);
        }
        if (series.positives() == 0) {
            return new VolumeUnderSurface(Double.NaN, Double.NaN);
        }
        Grid grid = new Grid(series);
        double roc = 0;
        double pr = 0;
        for (int buffer = 0; buffer <= largestBuffer; buffer++) {
            VolumeUnderSurface area = grid.area(buffer);
            roc += area.roc;
            pr += area.pr;
        }
        return new VolumeUnderSurface(roc / (largestBuffer + 1), pr / (largestBuffer + 1));
    }

    /** The thresholds of a series, and what they flag whatever the buffer. */
    private static final class Grid {
        private final LabelledScores series;
        /** Per row: the first threshold, from the highest, that flags it. */
        private final int[] first;
        /** Per threshold: rows flagged. */
        private final double[] flagged = new double[THRESHOLDS];
        /** Per threshold: rows flagged that are labelled. */
        private final double[] core = new double[THRESHOLDS];

        private Grid(LabelledScores series) {
            this.series = series;
            int rows = series.size();
            double[] ascending = series.scores();
            Arrays.sort(ascending);
            double[] thresholds = new double[THRESHOLDS];
            double stride = (rows - 1) / (THRESHOLDS - 1.0);
            for (int t = 0; t < THRESHOLDS; t++) {
                int rank = t == THRESHOLDS - 1 ? rows - 1 : (int) (t * stride);
                thresholds[t] = ascending[rows - 1 - rank];
            }
            this.first = new int[rows];
            for (int i = 0; i < rows; i++) {
                first[i] = firstAtOrBelow(thresholds, series.score(i));
                flagged[first[i]]++;
                core[first[i]] += series.anomalous(i) ? 1 : 0;
            }
            accumulate(flagged);
            accumulate(core);
        }

        /** Index of the first of descending thresholds that is at or below a score; the last is below all scores. */
        private static int firstAtOrBelow(double[] thresholds, double score) {
            int low = 0;
            int high = thresholds.length - 1;
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (thresholds[middle] <= score) {
                    high = middle;
                } else {
                    low = middle + 1;
                }
            }
            return low;
        }

        private VolumeUnderSurface area(int buffer) {
            double[] extra = bufferHits(buffer);
            double[] seen = new double[THRESHOLDS];
            List<RowSpan> segments = segments(buffer / 2);
            for (RowSpan segment : segments) {
                int earliest = THRESHOLDS - 1;
                for (int i = segment.first(); i <= segment.last(); i++) {
                    earliest = Math.min(earliest, first[i]);
                }
                seen[earliest]++;
            }
            accumulate(seen);
            double roc = 0;
            double pr = 0;
            double falseRateBefore = 0;
            double trueRateBefore = 0;
            for (int t = 0; t < THRESHOLDS; t++) {
                double hits = core[t] + extra[t];
                double positives = series.positives() + extra[t] / 2;
                double trueRate = Math.min(hits / positives, 1) * seen[t] / segments.size();
                double falseRate = (flagged[t] - hits) / (series.size() - positives);
                roc += (falseRate - falseRateBefore) * (trueRate + trueRateBefore) / 2;
                pr += (trueRate - trueRateBefore) * hits / flagged[t];
                falseRateBefore = falseRate;
                trueRateBefore = trueRate;
            }
            roc += (1 - falseRateBefore) * (1 + trueRateBefore) / 2;
            return new VolumeUnderSurface(roc, pr);
        }

        /** Per threshold: weight of the flagged rows in the buffers around the events. */
        private double[] bufferHits(int buffer) {
            int half = buffer / 2;
            int rows = series.size();
            double[] weights = new double[rows];
            for (RowSpan event : series.events()) {
                for (int away = 1; away <= half; away++) {
                    double weight = Math.sqrt(1 - away / (double) buffer);
                    if (event.last() + away < rows) {
                        weights[event.last() + away] += weight;
                    }
                    if (event.first() - away >= 0) {
                        weights[event.first() - away] += weight;
                    }
                }
            }
            double[] hits = new double[THRESHOLDS];
            for (int i = 0; i < rows; i++) {
                if (weights[i] > 0 && !series.anomalous(i)) {
                    hits[first[i]] += Math.min(weights[i], 1);
                }
            }
            accumulate(hits);
            return hits;
        }

        /** The events with their buffers; those that overlap are one. */
        private List<RowSpan> segments(int half) {
            List<RowSpan> segments = new ArrayList<>();
            for (RowSpan event : series.events()) {
                int from = Math.max(event.first() - half, 0);
                int to = Math.min(event.last() + half, series.size() - 1);
                int newest = segments.size() - 1;
                if (newest >= 0 && segments.get(newest).last() >= from) {
                    segments.set(newest, new RowSpan(segments.get(newest).first(), to));
                } else {
                    segments.add(new RowSpan(from, to));
                }
            }
            return segments;
        }
    }

    /** Turns counts per threshold into counts at or above it. */
    private static void accumulate(double[] counts) {
        for (int t = 1; t < counts.length; t++) {
            counts[t] += counts[t - 1];
        }
    }
}
