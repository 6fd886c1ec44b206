package io.tidewatch.math;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;

/** {@link Logarithm} in the Vector API; bit by bit the same, but for NaN. */
public final class VectorLogarithm {
    /** Added to a small integer's bits, they are those of a double that is so much larger. */
    private static final double LARGE = 0x1.8p52;

    private static final long LARGE_BITS = Double.doubleToRawLongBits(LARGE);

    static final int LANES = LongVector.SPECIES_PREFERRED.length();

    private VectorLogarithm() {}

    /** To base 10, of positive and normal numbers; the result for NaN is undefined. */
    public static DoubleVector toBase10(DoubleVector x) {
        LongVector bits = x.reinterpretAsLongs();
        LongVector k = bits.sub(Logarithm.ROOT_OF_HALF).lanewise(VectorOperators.ASHR, Logarithm.MANTISSA);
        DoubleVector m =
                bits.sub(k.lanewise(VectorOperators.LSHL, Logarithm.MANTISSA)).reinterpretAsDoubles();
        DoubleVector s = m.sub(1).div(m.add(1));
        DoubleVector t = s.mul(s);
        DoubleVector series = t.mul(Logarithm.C13)
                .add(Logarithm.C11)
                .mul(t)
                .add(Logarithm.C9)
                .mul(t)
                .add(Logarithm.C7)
                .mul(t)
                .add(Logarithm.C5)
                .mul(t)
                .add(Logarithm.C3)
                .mul(t)
                .add(1);
        return k.add(LARGE_BITS)
                .reinterpretAsDoubles()
                .sub(LARGE)
                .mul(Logarithm.LN2)
                .add(s.mul(2).mul(series))
                .mul(Logarithm.PER_LN10);
    }
}
