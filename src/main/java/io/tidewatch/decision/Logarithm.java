package io.tidewatch.decision;

/**
 * A logarithm that costs a third of {@link Math#log10}: a step takes dozens. The number is 2^k times one from √½ to √2, of
 * which the series of the inverse hyperbolic tangent is summed up to its fifth term; off by at most 1e-9.
 */
final class Logarithm {
    private static final double PER_LN10 = 1 / Math.log(10);
    private static final double LOG10_OF_2 = Math.log10(2);
    private static final long ROOT_OF_HALF = Double.doubleToRawLongBits(Math.sqrt(0.5));
    private static final int MANTISSA = 52;

    private Logarithm() {}

    /** The logarithm to base 10 of a positive normal number. */
    static double toBase10(double x) {
        long bits = Double.doubleToRawLongBits(x);
        long k = bits - ROOT_OF_HALF >> MANTISSA;
        double m = Double.longBitsToDouble(bits - (k << MANTISSA));
        double s = (m - 1) / (m + 1);
        double s2 = s * s;
        double series = 1 + s2 * (1 / 3.0 + s2 * (1 / 5.0 + s2 * (1 / 7.0 + s2 * (1 / 9.0))));
        return k * LOG10_OF_2 + 2 * PER_LN10 * s * series;
    }
}
