package io.tidewatch.simulation.variety;

import java.util.Random;

/**
 * A counter of errors that is zero most of the time: now and then one error, with as many more as expected by chance.
 *
 * @param chance share of the steps that have any error, 0..1
 */
record RareErrors(double chance) implements Noise {
    private static final PoissonCount MORE = new PoissonCount();
    private static final double RARE = 1e-4;

    RareErrors {
        if (!(chance >= 0 && chance <= 1)) {
            throw new IllegalArgumentException("the share of steps with errors must lie in 0..1: " + chance);
        }
    }

    @Override
    public double around(double expected, Random random) {
        return random.nextDouble() < chance ? 1 + MORE.around(expected, random) : 0;
    }

    @Override
    public double deviation(double expected) {
        double more = Math.max(0, expected);
        double left = chance;
        double ofMore = chance * StrictMath.exp(-more);
        int errors = 0;
        while (left > RARE) {
            errors++;
            left -= ofMore;
            ofMore *= more / errors;
        }
        return errors / RARE_DEVIATIONS;
    }

    @Override
    public double possible(double value) {
        return MORE.possible(value);
    }
}
