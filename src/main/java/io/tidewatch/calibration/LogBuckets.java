package io.tidewatch.calibration;

/**
 * The bins that magnitudes fall into: two per octave, as wide as an octave's first digits allow. Worked out from the
 * bits, not looked up: between two steps of an entity the network's weights drive any table out of the cache.
 */
public final class LogBuckets {
    /** In place of a bin: too small to tell from 0. */
    static final int NONE = Integer.MIN_VALUE;

    /**
     * Where an octave's second bin starts, in 128ths above the first: nearly its half, so that a float's first digits
     * tell.
     */
    static final int SECOND = 53;

    /** The widths of an octave, and of its first bin, in the last digits of a float. */
    static final int OCTAVE = 1 << 23;

    static final int FIRST = SECOND << 16;

    /** One over the widths of both bins. */
    static final double PER_FIRST = 1.0 / FIRST;

    static final double PER_SECOND = 1.0 / (OCTAVE - FIRST);

    private static final double[] PER_WIDTH = {PER_FIRST, PER_SECOND};

    static final int SMALLEST_BITS = Float.floatToRawIntBits(Float.MIN_NORMAL);
    static final int LARGEST_BITS = Float.floatToRawIntBits(Float.MAX_VALUE);

    private LogBuckets() {}

    /**
     * The bin of a magnitude; {@link #NONE} when it is too small to tell from 0.
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

    /** Lower edge of a bin, and upper edge of the one before. */
    static double edge(int bin) {
        long exponent = (bin >> 1) + Double.MAX_EXPONENT;
        long mantissa = (bin & 1) * ((long) SECOND << 45);
        return Double.longBitsToDouble(exponent << 52 | mantissa);
    }

    /**
     * The share of a value's bin that is above it; without a branch, since which of the two bins it is cannot be
     * foretold.
     */
    static double shareAbove(int bin, double value) {
        int isSecond = bin & 1;
        int mantissa = Float.floatToRawIntBits((float) value) & OCTAVE - 1;
        int end = FIRST + isSecond * (OCTAVE - FIRST);
        return (end - mantissa) * PER_WIDTH[isSecond];
    }
}
