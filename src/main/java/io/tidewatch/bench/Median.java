package io.tidewatch.bench;

import java.util.Arrays;

/** The middle of some numbers. */
final class Median {
    private Median() {}

    /** The middle one, or the mean of the middle two; NaN of none. */
    static double of(double... numbers) {
        if (numbers.length == 0) {
            return Double.NaN;
        }
        double[] sorted = numbers.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
