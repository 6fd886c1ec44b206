package io.tidewatch.decision;

/** The bins that magnitudes fall into: two per octave, as wide as an octave's first digits allow. */
final class MagnitudeBins {
    /** In place of a bin: too small to tell from 0. */
    static final int NONE = Integer.MIN_VALUE;

    private static final int PER_OCTAVE = 2;

    /** Where an octave's bins start, in 128ths: nearly its half, so that a float's first digits tell its bin. */
    private static final int[] OCTAVE = {128, 181};

    private static final int SMALLEST_BITS = Float.floatToRawIntBits(Float.MIN_NORMAL);
    private static final int LARGEST_BITS = Float.floatToRawIntBits(Float.MAX_VALUE);

    private static final byte[] OF_MANTISSA = new byte[128];

    /** Edges are asked for up to so many bins outside a float's range. */
    private static final int MARGIN = 64;

    private static final int LOWEST = (Float.MIN_EXPONENT - 1) * PER_OCTAVE - MARGIN;
    private static final double[] EDGES = new double[(Float.MAX_EXPONENT + 2) * PER_OCTAVE + MARGIN - LOWEST];

    static {
        for (int i = 0; i < EDGES.length; i++) {
            int exponent = Math.floorDiv(LOWEST + i, PER_OCTAVE);
            int half = Math.floorMod(LOWEST + i, PER_OCTAVE);
            EDGES[i] = Math.scalb(OCTAVE[half] / 128.0, exponent);
        }
        for (int i = 0; i < OF_MANTISSA.length; i++) {
            OF_MANTISSA[i] = (byte) (128 + i < OCTAVE[1] ? 0 : 1);
        }
    }

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
        return ((bits >> 23) - Float.MAX_EXPONENT) * PER_OCTAVE + OF_MANTISSA[bits >> 16 & 0x7f];
    }

    /** Lower edge of a bin, and upper edge of the one before. */
    static double edge(int bin) {
        return EDGES[bin - LOWEST];
    }
}
