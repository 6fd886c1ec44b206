package io.tidewatch.simulation.variety;

import java.util.Random;

/**
 * No noise: every value is the expected one.
 *
 * @param unit what the size of anomalies is measured in, as there is no deviation
 */
record Exact(double unit) implements Noise {

    @Override
    public double around(double expected, Random random) {
        return expected;
    }

    @Override
    public double deviation(double expected) {
        return unit;
    }
}
