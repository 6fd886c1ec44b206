package io.tidewatch.calibration;

import java.nio.ByteBuffer;

/** One of {@link TailSketches} by itself. */
final class TailSketch {
    private final TailSketches all = new TailSketches(1);

    int count() {
        return all.count(0);
    }

    void halve() {
        all.halve(0);
    }

    void add(double value) {
        all.add(0, LogBuckets.of((float) value), 1);
    }

    double upper(double share) {
        return all.upper(0, share);
    }

    double probability(double value, double unit) {
        return all.probability(0, LogBuckets.of((float) value), value, unit);
    }

    void learn(int bucket, boolean odd, int sharing) {
        all.learn(0, bucket, odd, sharing);
    }

    void write(ByteBuffer out) {
        all.write(0, out);
    }

    void read(ByteBuffer in) {
        all.read(0, in);
    }
}
