package io.tidewatch.model;

import java.util.Random;

/**
 * The distribution of a cell around its reconstruction, as a variational model learns it: Huber's (1964), Gaussian
 * within one scale of the centre and exponential beyond. Units are normalised.
 */
public final class CellSpread {
    /** Smallest logarithm of a squared scale: a tenth of the usual spread of a feature. */
    public static final double LOWEST_LOG_VARIANCE = 2 * Math.log(0.1);

    /** Largest: what is further off is an outlier, not a scale. */
    public static final double HIGHEST_LOG_VARIANCE = 2 * Math.log(10);

    /** Mass between −1 and 1, of a total of this and {@link #TAILS}. */
    private static final double CORE = 1.711_249;

    private static final double TAILS = 2 * Math.exp(-0.5);

    private CellSpread() {}

    /** The scale that a network's answer, the logarithm of a squared scale, means. */
    public static double scale(double logVariance) {
        return Math.exp(0.5 * Math.max(LOWEST_LOG_VARIANCE, Math.min(HIGHEST_LOG_VARIANCE, logVariance)));
    }

    /** How many scales around the centre hold all but a share (at most a third) of the values. */
    public static double scalesHoldingAllBut(double share) {
        return 1 - Math.log(share * (CORE + TAILS) / TAILS);
    }

    /** Draws a deviation, in scales. */
    public static double draw(Random random) {
        if (random.nextDouble() * (CORE + TAILS) < TAILS) {
            double beyond = 1 - Math.log(1 - random.nextDouble());
            return random.nextBoolean() ? beyond : -beyond;
        }
        while (true) {
            double within = random.nextGaussian();
            if (Math.abs(within) <= 1) {
                return within;
            }
        }
    }
}
