package io.tidewatch.evidence;

import io.tidewatch.inference.Kernel;
import io.tidewatch.inference.Padding;
import java.util.Arrays;

/** Sums of residuals over the steps of a horizon, feature by feature; NaN is left out. */
final class HorizonSums {
    /**
     * A horizon says no more than so many times what its newest part says: what is over counts no longer, and one extreme
     * step does not make a run.
     */
    private static final double SUPPORT = 2;

    private final Kernel kernel;
    /** Of a window. */
    private final int steps;

    /** Steps that residuals are of, the newest ones. */
    private final int rows;

    private final int features;
    private final float[] sums;
    private final float[] seen;
    /** Means of the newest part; NaN: not known. */
    private final double[] newest;
    /** Residuals from here on have been added. */
    private int summedFrom;

    /**
     * @param steps of a window
     * @param rows steps that residuals are of: the newest ones of it, or all
     */
    HorizonSums(int steps, int rows, int features, Kernel kernel) {
        this.rows = rows;
        this.kernel = kernel;
        this.steps = steps;
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
        summedFrom = rows * features;
    }

    /** Adds the residuals of a horizon's steps that have not been added yet, newest first; see {@link Kernel#sum}. */
    void extend(float[] residuals, Horizon horizon) {
        if (horizon != Horizon.NEWEST) {
            int from = first(horizon.newestPart(steps));
            kernel.sum(residuals, from, summedFrom, features, sums, seen);
            noteNewest(from);
        }
        extendWhole(residuals, horizon);
    }

    /** {@link #extend} without regard to the newest part. */
    void extendWhole(float[] residuals, Horizon horizon) {
        int from = first(horizon.length(steps));
        kernel.sum(residuals, from, summedFrom, features, sums, seen);
        summedFrom = from;
    }

    /** {@link #extend} with what cells are above what was expected of them; see {@link Kernel#sumOff}. */
    void extendOff(float[] cells, float[] expected, int shift, Horizon horizon) {
        if (horizon != Horizon.NEWEST) {
            int from = first(horizon.newestPart(steps));
            kernel.sumOff(cells, expected, shift, from, summedFrom, features, sums, seen);
            noteNewest(from);
        }
        int from = first(horizon.length(steps));
        kernel.sumOff(cells, expected, shift, from, summedFrom, features, sums, seen);
        summedFrom = from;
    }

    private int first(int length) {
        return (rows - length) * features;
    }

    private void noteNewest(int from) {
        for (int f = 0; f < features; f++) {
            newest[f] = mean(f);
        }
        summedFrom = from;
    }

    private double mean(int f) {
        return seen[f] == 0 ? Double.NaN : (double) sums[f] / seen[f];
    }

    /** The mean of all of the horizon; NaN unless at least half of it is there. */
    double wholeMean(int f, int length) {
        return 2 * seen[f] < length ? Double.NaN : mean(f);
    }

    /**
     * How far the mean is above {@code shift}, as far as the newest part supports it; NaN unless at least half of the
     * horizon is there.
     *
     * @param length of the horizon, steps
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
