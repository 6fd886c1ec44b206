package io.tidewatch.simulation.variety;

/**
 * A smooth rhythm that rises and falls once a period, not quite alike.
 *
 * @param periodMs after how long it repeats, milliseconds
 */
record Wave(double periodMs) implements Rhythm {
    private static final double SECOND_HARMONIC = 0.15;

    Wave {
        if (!(periodMs > 0)) {
            throw new IllegalArgumentException("the period of a wave must be above 0 ms: " + periodMs);
        }
    }

    @Override
    public double at(double timeMs) {
        double turn = 2 * Math.PI * timeMs / periodMs;
        return (1 - SECOND_HARMONIC) * StrictMath.sin(turn) + SECOND_HARMONIC * StrictMath.sin(2 * turn + 0.8);
    }
}
