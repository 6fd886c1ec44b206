package io.tidewatch.simulation.variety;

import java.util.Random;

/** How the values of a feature lie around the expected one; without memory, so that one draw never changes the next. */
interface Noise {
    /** Deviations that a normal distribution exceeds once in 10,000 draws. */
    double RARE_DEVIATIONS = 3.72;

    /** Draws a value. */
    double around(double expected, Random random);

    /**
     * The standard deviation around an expected value; of heavy tails that of the normal distribution that goes as far
     * once in 10,000 draws, or what is called an anomaly would come by chance.
     */
    double deviation(double expected);

    /** The nearest value that such a feature can have. */
    default double possible(double value) {
        return value;
    }
}
