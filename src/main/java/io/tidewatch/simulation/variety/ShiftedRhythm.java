package io.tidewatch.simulation.variety;

/**
 * A rhythm that comes earlier.
 *
 * @param rhythm itself
 * @param aheadMs by how much it is ahead, milliseconds
 */
record ShiftedRhythm(Rhythm rhythm, double aheadMs) implements Rhythm {

    @Override
    public double at(double timeMs) {
        return rhythm.at(timeMs + aheadMs);
    }

    @Override
    public double periodMs() {
        return rhythm.periodMs();
    }
}
