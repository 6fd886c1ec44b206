package io.tidewatch.simulation.variety;

import java.util.Random;

/**
 * Heavy tails on both sides: Student's t of three degrees of freedom.
 *
 * @param scale what a draw of t is multiplied by
 */
record StudentNoise(double scale) implements Noise {
    private static final int DEGREES = 3;

    /** The value of t that one draw in 10,000 exceeds. */
    private static final double RARE = 22.2;

    @Override
    public double around(double expected, Random random) {
        double squares = 0;
        for (int i = 0; i < DEGREES; i++) {
            double each = random.nextGaussian();
            squares += each * each;
        }
        return expected + scale * random.nextGaussian() / StrictMath.sqrt(squares / DEGREES);
    }

    @Override
    public double deviation(double expected) {
        return scale * RARE / RARE_DEVIATIONS;
    }
}
