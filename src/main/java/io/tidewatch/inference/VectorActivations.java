package io.tidewatch.inference;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;

/** Activations in the Vector API; a row's width is a multiple of its lanes. */
final class VectorActivations {

    private static final float PER_LN2 = 1.442695f;
    /** ln 2 in two parts: the first has so few digits that its small multiples are exact. */
    private static final float LN2_HIGH = 0.693359375f;

    private static final float LN2_LOW = -2.12194440e-4f;

    /** Added to a float, it leaves the nearest integer in the lowest bits. */
    private static final float TO_INTEGER = 12582912f;

    /** The exponent of ½, and where that of a float starts. */
    private static final int HALF = Float.floatToRawIntBits(0.5f) >> 23;

    private static final int EXPONENT = 23;

    /** Two floats stand in a long: something added to, or taken of, both. */
    private static final long BOTH = 1L << 32 | 1;

    /** Of each an exponent, and room for its sign. */
    private static final long NINE_BITS = 0x1ff * BOTH;

    private VectorActivations() {}

    /**
     * sinh of {@code u[from..to)}, cut to ±limit; whole vectors that end at {@code to}, so some places before {@code from}
     * are written too. With u = k ln 2 + r and r within ±ln(2)/2, exp ±u are 2^±k (cosh r ± sinh r), both by their Taylor
     * series: near 0, where k is 0, what is left of the difference is sinh r, to the last digit. There is no division,
     * which costs as much as all the rest.
     *
     * @return from where on it is done: at most {@code from}, unless there are fewer places than lanes before {@code to}
     */
    static int sinh(float[] u, int from, int to, float limit, float[] into) {
        int i = to;
        while (i > from && i >= VectorTiles.LANES) {
            i -= VectorTiles.LANES;
            FloatVector x =
                    FloatVector.fromArray(VectorTiles.SPECIES, u, i).min(limit).max(-limit);
            FloatVector shifted = x.mul(PER_LN2).add(TO_INTEGER);
            FloatVector k = shifted.sub(TO_INTEGER);
            FloatVector r = x.sub(k.mul(LN2_HIGH)).sub(k.mul(LN2_LOW));
            FloatVector s = r.mul(r);
            FloatVector even =
                    s.mul(1 / 720f).add(1 / 24f).mul(s).add(0.5f).mul(s).add(1f);
            FloatVector odd = s.mul(1 / 5040f)
                    .add(1 / 120f)
                    .mul(s)
                    .add(1 / 6f)
                    .mul(s)
                    .mul(r)
                    .add(r);
            // Half of 2^k and of 2^-k. Two floats are one long here: the compiler sees best through kernels of which
            // only one has vectors of int, and VectorBulk has.
            LongVector whole = shifted.reinterpretAsLongs().and(NINE_BITS);
            FloatVector up = whole.add(HALF * BOTH)
                    .and(NINE_BITS)
                    .lanewise(VectorOperators.LSHL, EXPONENT)
                    .reinterpretAsFloats();
            FloatVector down = whole.neg()
                    .add((0x200 + HALF) * BOTH)
                    .and(NINE_BITS)
                    .lanewise(VectorOperators.LSHL, EXPONENT)
                    .reinterpretAsFloats();
            up.sub(down).mul(even).add(up.add(down).mul(odd)).intoArray(into, i);
        }
        return i;
    }

    /** {@link Tanh}, lane by lane. Not a method from vector to vector: where that is not inlined, each call allocates. */
    static void tanh(float[] y, int count) {
        for (int o = 0; o < count; o += VectorTiles.LANES) {
            FloatVector z = FloatVector.fromArray(VectorTiles.SPECIES, y, o)
                    .min(Tanh.LIMIT)
                    .max(-Tanh.LIMIT);
            FloatVector s = z.mul(z);
            FloatVector n = z.mul(s.mul(Tanh.P2).add(Tanh.P1).mul(s).add(Tanh.P0));
            FloatVector q =
                    s.mul(Tanh.Q3).add(Tanh.Q2).mul(s).add(Tanh.Q1).mul(s).add(1f);
            n.add(n).mul(q).div(n.mul(n).add(q.mul(q))).intoArray(y, o);
        }
    }

    static void relu(float[] y, int count) {
        for (int o = 0; o < count; o += VectorTiles.LANES) {
            FloatVector.fromArray(VectorTiles.SPECIES, y, o).max(0f).intoArray(y, o);
        }
    }

    static void scale(float[] y, int count, float by, float plus) {
        for (int o = 0; o < count; o += VectorTiles.LANES) {
            FloatVector.fromArray(VectorTiles.SPECIES, y, o).mul(by).add(plus).intoArray(y, o);
        }
    }
}
