package io.tidewatch.inference;

/**
 * A quotient of polynomials for tanh in single precision, within 2e-7 of {@link Math#tanh} for every argument.
 *
 * <p>tanh at half the argument is a quotient n/q with {@code n = z·(P0 + P1·z² + P2·z⁴)} and {@code q = 1 + Q1·z² + Q2·z⁴ +
 * Q3·z⁶}; the double-angle formula gives {@code tanh z = 2nq / (n² + q²)}. That costs one division, like the direct
 * quotient, but n and q may be short, and their rounding errors cancel where tanh is near ±1: the direct quotient of
 * Eigen's {@code ptanh_float} is 3.5e-7 off at worst, this one 1.9e-7. The coefficients are a minimax fit (Lawson's
 * iteratively reweighted least squares, 1961) of the whole expression on [0, {@link #LIMIT}], 6.5e-9 off in exact
 * arithmetic.
 */
final class Tanh {
    /** Beyond this, tanh is ±1 in single precision. */
    static final float LIMIT = 9.0f;

    static final float P0 = 0.49999997f;
    static final float P1 = 0.014874131f;
    static final float P2 = 5.6866164e-05f;
    static final float Q1 = 0.11308151f;
    static final float Q2 = 0.0012039178f;
    static final float Q3 = 1.2187845e-06f;

    private Tanh() {}

    static float of(float x) {
        float z = Math.max(-LIMIT, Math.min(LIMIT, x));
        float s = z * z;
        float n = z * ((P2 * s + P1) * s + P0);
        float q = ((Q3 * s + Q2) * s + Q1) * s + 1f;
        return (n + n) * q / (n * n + q * q);
    }
}
