package io.tidewatch.simulation.variety;

import java.util.Random;

/**
 * Normally distributed values.
 *
 * @param deviation standard deviation, the same at every level
 */
record GaussianNoise(double deviation) implements Noise {

    @Override
    public double around(double expected, Random random) {
        return expected + deviation * random.nextGaussian();
    }

    @Override
    public double deviation(double expected) {
        return deviation;
    }
}
