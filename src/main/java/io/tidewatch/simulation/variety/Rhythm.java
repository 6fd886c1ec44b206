package io.tidewatch.simulation.variety;

/** What repeats in a series. */
interface Rhythm {
    /** Points of a period at which the mean is taken. */
    int SAMPLES = 672;

    /** Where it stands at a time in epoch milliseconds, −1..1. */
    double at(double timeMs);

    /** After how long it repeats, milliseconds; 0: never. */
    double periodMs();

    /** The mean of a period. */
    default double mean() {
        double sum = 0;
        for (int i = 0; i < SAMPLES; i++) {
            sum += at(i * periodMs() / SAMPLES);
        }
        return sum / SAMPLES;
    }
}
