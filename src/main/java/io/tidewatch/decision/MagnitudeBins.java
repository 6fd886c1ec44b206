package io.tidewatch.decision;

/**
 * The bins that magnitudes fall into: two per octave, as wide as an octave's first digits allow. Worked out from the bits,
 * not looked up: between two steps of an entity the network's weights drive any table out of the cache.
 */
final class MagnitudeBins {
    /** In place of a bin: too small to tell from 0. */
    static final int NONE = Integer.MIN_VALUE;

    /** Where an octave's second bin starts, in 128ths above the first: nearly its half, so that a float's first digits tell. */
    private static final int SECOND = 53;

    /** One over the widths of the bins of the octave that starts with 1. */
    private static final double PER_FIRST = 128.0 / SECOND;

    private static final double PER_SECOND = 128.0 / (128 - SECOND);

    private static final int SMALLEST_BITS = Float.floatToRawIntBits(Float.MIN_NORMAL);
    private static final int LARGEST_BITS = Float.floatToRawIntBits(Float.MAX_VALUE);

    private MagnitudeBins() {}

    /**
     * The bin of a magnitude; {@link #NONE} when it is too small to tell from 0.
     *
     * @param value 0 or more; NaN counts as 0
     */
    static int of(double value) {
        // Positive floats are in the order of their bits.
        int bits = Math.min(Float.floatToRawIntBits((float) value), LARGEST_BITS);
        if (bits < SMALLEST_BITS || Double.isNaN(value)) {
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

    /** The share of a bin that is above a value in it. */
    static double shareAbove(int bin, double value) {
        return (edge(bin + 1) - value) * perWidth(bin);
    }

    /** One over the width of a bin; a power of two needs no division. */
    private static double perWidth(int bin) {
        double ofOctave = (bin & 1) == 0 ? PER_FIRST : PER_SECOND;
        return ofOctave * Double.longBitsToDouble((long) (Double.MAX_EXPONENT - (bin >> 1)) << 52);
    }
}
