package io.tidewatch.calibration;

import java.nio.ByteBuffer;

/**
 * The distribution of one measure's magnitudes of one entity, as a log histogram with a fitted tail that forgets
 * slowly. It is a view of one of {@link TailSketches}.
 */
public final class TailSketch {
    private final TailSketches all;
    private final int index;

    public TailSketch(TailSketches all, int index) {
        this.all = all;
        this.index = index;
    }

    /** A sketch by itself. */
    public TailSketch() {
        this(new TailSketches(1), 0);
    }

    /** Values counted, after forgetting. */
    public int count() {
        return all.count(index);
    }

    /** The median of what had been counted at the last fit. */
    double median() {
        return all.median(index);
    }

    /** Forgets half of every count. */
    void halve() {
        all.halve(index);
    }

    /** Forgets everything. */
    void clear() {
        all.clear(index);
    }

    /** Counts a value, 0 or more. */
    void add(double value) {
        add(value, 1);
    }

    /** Counts a value so many times. */
    void add(double value, int times) {
        all.add(index, LogBuckets.of((float) value), times);
    }

    /**
     * The value that a share of all values exceeds; 0 when nothing has been counted.
     *
     * @param share in (0, 1)
     */
    public double upper(double share) {
        return all.upper(index, share);
    }

    /**
     * The probability that normal data is as large as a value.
     *
     * @param value 0 or more
     * @param unit smallest difference that can matter, in the value's unit; where the history has no variation at all,
     *     it keeps rounding errors from a small probability
     * @return {@value CalibrationParameters#SMALLEST_PROBABILITY} to 1
     */
    public double probability(double value, double unit) {
        return probability(LogBuckets.of((float) value), value, unit);
    }

    /** {@link #probability(double, double)} of a value whose bucket is known. */
    public double probability(int bucket, double value, double unit) {
        return all.probability(index, bucket, value, unit);
    }

    /**
     * Counts a value of a step; of a long run of odd ones only a few, see {@link TailSketches#learn}.
     *
     * @param bucket of the value
     * @param odd whether its {@linkplain #probability probability} was below {@link CalibrationParameters#ODD}
     * @param sharing steps in a row whose values share their evidence
     */
    public void learn(int bucket, boolean odd, int sharing) {
        all.learn(index, bucket, odd, sharing);
    }

    /** Fits the tail to what has been counted, at once. */
    void fit() {
        all.fit(index);
    }

    public void write(ByteBuffer out) {
        all.write(index, out);
    }

    public void read(ByteBuffer in) {
        all.read(index, in);
    }
}
