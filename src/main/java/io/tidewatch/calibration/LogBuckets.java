package io.tidewatch.calibration;

/**
 * The buckets that magnitudes fall into, two per octave. They are computed from a float's bits: a table would have to
 * be loaded again at each step, since the network's weights drive it out of the cache.
 */
public final class LogBuckets {
    /** In place of a bucket: too small to tell from 0. */
    static final int NONE = Integer.MIN_VALUE;

    /**
     * Where an octave's second bucket starts, in 128ths of the octave; so that seven bits of a float are enough to find
     * it.
     */
    static final int SECOND = 53;

    /** The widths of an octave and of its first bucket, in units of a float's last bit. */
    static final int OCTAVE = 1 << 23;

    static final int FIRST = SECOND << 16;

    /** One over the widths of both buckets. */
    static final double PER_FIRST = 1.0 / FIRST;

    static final double PER_SECOND = 1.0 / (OCTAVE - FIRST);

    private static final double[] PER_WIDTH = {PER_FIRST, PER_SECOND};

    static final int SMALLEST_BITS = Float.floatToRawIntBits(Float.MIN_NORMAL);
    static final int LARGEST_BITS = Float.floatToRawIntBits(Float.MAX_VALUE);

    private LogBuckets() {}

    /**
     * The bucket of a magnitude; {@link #NONE} when it is too small to tell from 0.
     *
     * @param value 0 or more; NaN counts as 0
     */
    public static int of(float value) {
        // Positive floats are in the order of their bits.
        int bits = Math.min(Float.floatToRawIntBits(value), LARGEST_BITS);
        if (bits < SMALLEST_BITS || Float.isNaN(value)) {
            return NONE;
        }
        int exponent = (bits >> 23) - Float.MAX_EXPONENT;
        int isSecond = (bits >> 16 & 0x7f) + 128 - SECOND >> 7;
        return 2 * exponent + isSecond;
    }

    /** Lower edge of a bucket, and upper edge of the one before. */
    static double edge(int bucket) {
        long exponent = (bucket >> 1) + Double.MAX_EXPONENT;
        long mantissa = (bucket & 1) * ((long) SECOND << 45);
        return Double.longBitsToDouble(exponent << 52 | mantissa);
    }

    /**
     * The share of a value's bucket that is above it. Without a branch, since the processor cannot predict which bucket
     * it is.
     */
    static double shareAbove(int bucket, double value) {
        int isSecond = bucket & 1;
        int mantissa = Float.floatToRawIntBits((float) value) & OCTAVE - 1;
        int end = FIRST + isSecond * (OCTAVE - FIRST);
        return (end - mantissa) * PER_WIDTH[isSecond];
    }
}
