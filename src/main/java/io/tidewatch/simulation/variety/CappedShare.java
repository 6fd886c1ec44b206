package io.tidewatch.simulation.variety;

import java.util.Random;

/**
 * A percentage: normally distributed, cut at 0 and 100; expected above 100, it stands at its cap.
 *
 * @param deviation standard deviation before the cut, percent
 */
record CappedShare(double deviation) implements Noise {
    private static final double CAP = 100;

    @Override
    public double around(double expected, Random random) {
        return possible(expected + deviation * random.nextGaussian());
    }

    @Override
    public double deviation(double expected) {
        return deviation;
    }

    @Override
    public double possible(double value) {
        return Math.max(0, Math.min(CAP, value));
    }
}
