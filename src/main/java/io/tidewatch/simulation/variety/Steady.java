package io.tidewatch.simulation.variety;

/** No rhythm at all. */
record Steady() implements Rhythm {

    @Override
    public double at(double timeMs) {
        return 0;
    }

    @Override
    public double periodMs() {
        return 0;
    }
}
