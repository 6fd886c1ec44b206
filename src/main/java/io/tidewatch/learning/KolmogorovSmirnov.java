package io.tidewatch.learning;

import java.util.Arrays;

/**
 * The two-sample test of Kolmogorov and Smirnov (Smirnov 1939): how far apart two distributions are, and how likely
 * that is
 * by chance. The probability is asymptotic, with Stephens' correction for small samples (Stephens 1970); ties make
 * it too
 * large, never too small.
 *
 * @param distance largest difference of the distribution functions, 0..1
 * @param p probability of such a distance between samples of one distribution, 0..1
 */
record KolmogorovSmirnov(double distance, double p) {
    private static final int TERMS = 100;

    /**
     * Compares samples.
     *
     * @throws IllegalArgumentException when one of them is empty
     */
    static KolmogorovSmirnov of(double[] one, double[] other) {
        if (one.length == 0 || other.length == 0) {
            throw new IllegalArgumentException("samples of " + one.length + " and " + other.length + " values");
        }
        double[] a = one.clone();
        double[] b = other.clone();
        Arrays.sort(a);
        Arrays.sort(b);
        double distance = 0;
        int i = 0;
        int j = 0;
        while (i < a.length && j < b.length) {
            double value = Math.min(a[i], b[j]);
            while (i < a.length && a[i] <= value) {
                i++;
            }
            while (j < b.length && b[j] <= value) {
                j++;
            }
            distance = Math.max(distance, Math.abs(i / (double) a.length - j / (double) b.length));
        }
        return of(distance, a.length, b.length);
    }

    /** A distance between samples of these sizes. */
    static KolmogorovSmirnov of(double distance, int sizeOfOne, int sizeOfOther) {
        double root = Math.sqrt((double) sizeOfOne * sizeOfOther / (sizeOfOne + sizeOfOther));
        return new KolmogorovSmirnov(distance, tail((root + 0.12 + 0.11 / root) * distance));
    }

    /** The tail of Kolmogorov's distribution. */
    private static double tail(double lambda) {
        double sum = 0;
        double sign = 2;
        double last = 0;
        for (int k = 1; k <= TERMS; k++) {
            double term = sign * Math.exp(-2.0 * k * k * lambda * lambda);
            sum += term;
            if (Math.abs(term) <= 0.001 * Math.abs(last) || Math.abs(term) <= 1e-8 * Math.abs(sum)) {
                return Math.max(0, Math.min(1, sum));
            }
            sign = -sign;
            last = term;
        }
        // It does not converge where the distance is next to nothing.
        return 1;
    }
}
