package io.tidewatch.evidence;

import io.tidewatch.inference.Kernel;
import io.tidewatch.inference.Padding;
import java.util.Arrays;

/** Sums of residuals over the steps of a block, feature by feature; NaN is left out. */
final class HorizonSums {
    /**
     * A block says no more than so many times what its newest part says: what is over counts no longer, and one extreme
     * step does not make a run.
     */
    private static final double SUPPORT = 2;

    private final Kernel kernel;
    private final int features;
    private final float[] sums;
    private final float[] seen;
    /** Means of the newest part; NaN: not told. */
    private final double[] newest;

    HorizonSums(int features, Kernel kernel) {
        this.kernel = kernel;
        this.features = features;
        this.newest = new double[features];
        int width = Padding.toMultiple(features, kernel.lanes());
        this.sums = new float[width];
        this.seen = new float[width];
    }

    void clear() {
        Arrays.fill(sums, 0);
        Arrays.fill(seen, 0);
        Arrays.fill(newest, Double.NaN);
    }

    /** The newest part of the block has been added. */
    void mark() {
        for (int f = 0; f < features; f++) {
            newest[f] = mean(f);
        }
    }

    /** Adds the residuals of the steps from {@code from} to {@code to}; see {@link Kernel#sum}. */
    void add(float[] residuals, int from, int to) {
        kernel.sum(residuals, from, to, features, sums, seen);
    }

    /** Adds what cells are above what was expected of them; see {@link Kernel#sumOff}. */
    void addOff(float[] cells, float[] expected, int shift, int from, int to) {
        kernel.sumOff(cells, expected, shift, from, to, features, sums, seen);
    }

    private double mean(int f) {
        return seen[f] == 0 ? Double.NaN : (double) sums[f] / seen[f];
    }

    /** The mean of all of the block; NaN unless at least half of it is there. */
    double wholeMean(int f, int length) {
        return 2 * seen[f] < length ? Double.NaN : mean(f);
    }

    /**
     * How far the mean is above {@code shift}, as far as the newest part supports it; NaN unless at least half of the block is there.
     *
     * @param length of the block
     */
    double signedMean(int f, int length, double shift) {
        double mean = wholeMean(f, length) - shift;
        double supported = SUPPORT * (newest[f] - shift);
        if (Double.isNaN(supported) || Double.isNaN(mean)) {
            return mean;
        }
        return mean * supported <= 0 ? 0 : Math.abs(mean) < Math.abs(supported) ? mean : supported;
    }
}
