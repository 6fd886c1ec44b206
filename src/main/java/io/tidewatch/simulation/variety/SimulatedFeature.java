package io.tidewatch.simulation.variety;

/**
 * One column of a simulated series: how it answers to the demand.
 *
 * @param name of the column
 * @param level expected value at the middle of the demand, 0
 * @param swing what one unit of demand adds; demand goes from −1 to 1, more or less
 * @param noise around the expected value
 */
record SimulatedFeature(String name, double level, double swing, Noise noise) {

    double expected(double demand) {
        return level + swing * demand;
    }

    /** The lowest expected value of the rhythm. */
    double low() {
        return level - Math.abs(swing);
    }

    /** The highest expected value of the rhythm. */
    double high() {
        return level + Math.abs(swing);
    }

    /**
     * Standard deviation around the rhythm.
     *
     * @param expected value by the rhythm alone
     * @param wander standard deviation of what the demand does beside its rhythm
     */
    double deviation(double expected, double wander) {
        double own = noise.deviation(expected);
        return StrictMath.sqrt(own * own + swing * swing * wander * wander);
    }
}
