package io.tidewatch.simulation.variety;

import java.util.Random;

/** Counts of things that come by chance: Poisson with the expected value as mean. */
record PoissonCount() implements Noise {
    /** exp(-mean) must not vanish; larger means are drawn in parts. */
    private static final double PART = 500;

    /** Below a mean of a quarter, the deviation says nothing of how far a count goes. */
    private static final double LEAST_VARIANCE = 0.25;

    @Override
    public double around(double expected, Random random) {
        int count = 0;
        for (double left = expected; left > 0; left -= PART) {
            double limit = StrictMath.exp(-Math.min(left, PART));
            for (double product = random.nextDouble(); product > limit; product *= random.nextDouble()) {
                count++;
            }
        }
        return count;
    }

    @Override
    public double deviation(double expected) {
        return StrictMath.sqrt(Math.max(expected, LEAST_VARIANCE));
    }

    @Override
    public double possible(double value) {
        return Math.max(0, StrictMath.rint(value));
    }
}
