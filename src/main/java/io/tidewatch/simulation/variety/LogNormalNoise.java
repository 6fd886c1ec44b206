package io.tidewatch.simulation.variety;

import java.util.Random;

/**
 * A heavy tail above, as of response times: lognormal with the expected value as mean.
 *
 * @param sigma standard deviation of the logarithm
 */
record LogNormalNoise(double sigma) implements Noise {

    @Override
    public double around(double expected, Random random) {
        return expected * StrictMath.exp(sigma * random.nextGaussian() - sigma * sigma / 2);
    }

    @Override
    public double deviation(double expected) {
        double rare = StrictMath.exp(sigma * RARE_DEVIATIONS - sigma * sigma / 2);
        return expected * (rare - 1) / RARE_DEVIATIONS;
    }

    @Override
    public double possible(double value) {
        return Math.max(0, value);
    }
}
