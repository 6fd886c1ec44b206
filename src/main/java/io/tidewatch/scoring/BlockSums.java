package io.tidewatch.scoring;

import java.util.Arrays;

/** Sums of residuals over the steps of a block, feature by feature; NaN is left out. */
final class BlockSums {
    /**
     * A block says no more than so many times what its newest part says: what is over counts no longer, and one extreme
     * step does not make a run.
     */
    private static final double SUPPORT = 2;

    private final double[] sums;
    private final int[] seen;
    /** Means of the newest part; NaN: not told. */
    private final double[] newest;

    BlockSums(int features) {
        newest = new double[features];
        sums = new double[features];
        seen = new int[features];
    }

    void clear() {
        Arrays.fill(sums, 0);
        Arrays.fill(seen, 0);
        Arrays.fill(newest, Double.NaN);
    }

    /** The newest part of the block has been added. */
    void mark() {
        for (int f = 0; f < sums.length; f++) {
            newest[f] = seen[f] == 0 ? Double.NaN : sums[f] / seen[f];
        }
    }

    void add(float[] residuals, int at) {
        for (int f = 0; f < sums.length; f++) {
            float residual = residuals[at + f];
            boolean there = !Float.isNaN(residual);
            sums[f] += there ? residual : 0;
            seen[f] += there ? 1 : 0;
        }
    }

    void addDifference(float[] values, int at, float[] expected, int expectedAt) {
        for (int f = 0; f < sums.length; f++) {
            float residual = values[at + f] - expected[expectedAt + f];
            boolean there = !Float.isNaN(residual);
            sums[f] += there ? residual : 0;
            seen[f] += there ? 1 : 0;
        }
    }

    /** The mean of all of the block; NaN unless at least half of it is there. */
    double wholeMean(int f, int length) {
        return 2 * seen[f] < length || seen[f] == 0 ? Double.NaN : sums[f] / seen[f];
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
