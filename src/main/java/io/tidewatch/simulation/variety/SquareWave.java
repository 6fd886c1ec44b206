package io.tidewatch.simulation.variety;

/**
 * A rhythm of two states, as of a job that runs at fixed times.
 *
 * @param periodMs after how long it repeats, milliseconds
 * @param highShare share of the period in the upper state, above 0 and below 1
 */
record SquareWave(double periodMs, double highShare) implements Rhythm {

    SquareWave {
        if (!(periodMs > 0) || !(highShare > 0 && highShare < 1)) {
            throw new IllegalArgumentException(
                    "a square wave needs a period above 0 ms and an upper share between 0 and 1: " + periodMs + ", "
                            + highShare);
        }
    }

    @Override
    public double at(double timeMs) {
        double turns = timeMs / periodMs;
        return turns - StrictMath.floor(turns) < highShare ? 1 : -1;
    }
}
