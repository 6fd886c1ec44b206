package io.tidewatch.evidence;

import io.tidewatch.inference.Kernel;
import io.tidewatch.inference.Padding;
import java.util.Arrays;

/** Sums of residuals over the steps of a horizon, feature by feature; NaN is left out. */
final class HorizonSums {
    /**
     * The mean of a horizon is limited to so many times the mean of its newest part. So a deviation that has ended
     * stops counting, and one extreme step does not look like a long deviation.
     */
    private static final double SUPPORT = 2;

    private final Kernel kernel;
    /** Steps of a window. */
    private final int steps;

    /** Newest steps that there are residuals for. */
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
     * @param rows newest steps of it that there are residuals for
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

    /** {@link #extend} with the differences of cells and their expected values; see {@link Kernel#sumOff}. */
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
     * The mean above {@code shift}, limited by the mean of the newest part, see {@link #SUPPORT}; NaN unless at least
     * half of the horizon is there.
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
