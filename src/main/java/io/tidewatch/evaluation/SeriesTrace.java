package io.tidewatch.evaluation;

import io.tidewatch.series.SeriesRow;
import java.util.ArrayList;
import java.util.List;

/**
 * A picture of one entity's rows in a bounded number of buckets: each keeps the lowest and the highest value of every
 * feature, in the order in which they came, so that no spike is lost. When there is no more room, neighbours are merged.
 */
final class SeriesTrace {
    private final int largestBuckets;
    private final int features;
    private List<Bucket> buckets = new ArrayList<>();
    private int rowsPerBucket = 1;

    /** @param largestBuckets at most so many, at least 2 */
    SeriesTrace(int features, int largestBuckets) {
        this.features = features;
        this.largestBuckets = largestBuckets;
    }

    /** Takes a row with its score. */
    void add(SeriesRow row, double score) {
        Bucket single = new Bucket(row, score);
        int newest = buckets.size() - 1;
        if (newest >= 0 && buckets.get(newest).rows < rowsPerBucket) {
            buckets.get(newest).merge(single);
            return;
        }
        if (buckets.size() == largestBuckets) {
            halve();
        }
        buckets.add(single);
    }

    private void halve() {
        List<Bucket> kept = new ArrayList<>(largestBuckets);
        for (int i = 0; i < buckets.size(); i += 2) {
            Bucket bucket = buckets.get(i);
            if (i + 1 < buckets.size()) {
                bucket.merge(buckets.get(i + 1));
            }
            kept.add(bucket);
        }
        buckets = kept;
        rowsPerBucket *= 2;
    }

    int features() {
        return features;
    }

    /** Points to draw: two for each bucket that holds more than one row. */
    int points() {
        return rowsPerBucket == 1 ? buckets.size() : 2 * buckets.size();
    }

    private Bucket at(int point) {
        return buckets.get(rowsPerBucket == 1 ? point : point / 2);
    }

    private boolean second(int point) {
        return rowsPerBucket > 1 && point % 2 == 1;
    }

    /** Epoch milliseconds. */
    long timeMs(int point) {
        return second(point) ? at(point).lastMs : at(point).firstMs;
    }

    /** Highest score. */
    double score(int point) {
        return at(point).score;
    }

    /** Whether a row was labelled anomalous. */
    boolean anomalous(int point) {
        return at(point).anomalous;
    }

    /** Lowest or highest value, whichever came first at the first point of a bucket; NaN: all were missing. */
    double value(int point, int feature) {
        Bucket bucket = at(point);
        return bucket.lowFirst[feature] == second(point) ? bucket.high[feature] : bucket.low[feature];
    }

    /** Rows next to each other. */
    private final class Bucket {
        private final long firstMs;
        private final double[] low;
        private final double[] high;
        private final boolean[] lowFirst;
        private long lastMs;
        private double score;
        private boolean anomalous;
        private int rows = 1;

        private Bucket(SeriesRow row, double score) {
            this.firstMs = row.timestampMs();
            this.lastMs = firstMs;
            this.low = row.values();
            this.high = row.values();
            this.lowFirst = new boolean[features];
            this.score = score;
            this.anomalous = row.anomalous();
        }

        private void merge(Bucket next) {
            for (int f = 0; f < features; f++) {
                if (Double.isNaN(low[f])) {
                    low[f] = next.low[f];
                    high[f] = next.high[f];
                    lowFirst[f] = next.lowFirst[f];
                    continue;
                }
                boolean lower = next.low[f] < low[f];
                boolean higher = next.high[f] > high[f];
                if (lower && higher) {
                    lowFirst[f] = next.lowFirst[f];
                } else if (lower || higher) {
                    lowFirst[f] = higher;
                }
                low[f] = lower ? next.low[f] : low[f];
                high[f] = higher ? next.high[f] : high[f];
            }
            lastMs = next.lastMs;
            score = Math.max(score, next.score);
            anomalous |= next.anomalous;
            rows += next.rows;
        }
    }
}
