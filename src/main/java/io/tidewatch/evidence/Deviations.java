package io.tidewatch.evidence;

import io.tidewatch.inference.Kernel;
import io.tidewatch.model.Regression;
import java.util.Arrays;
import java.util.List;

/**
 * The deviations of a window's newest steps, from which regressions predict each feature: by its own steps before, and
 * by the other features at the same steps. Requests and CPU may both be high; one of them alone is odd.
 *
 * <p>A deviation is in scales from the season at this time of the day, or from the median where the season is not
 * known. The regressions are linear, so they cost a few multiplications per pair of features and step. Owns its
 * buffers; belongs to one thread.
 */
public final class Deviations {
    /** Deviations are limited to so many scales, so that one extreme value does not make all others look odd. */
    private static final float LARGEST = 30f;

    /** Horizons whose means are kept. */
    private static final List<Horizon> HORIZONS = List.of(Horizon.NEWEST, Horizon.SHORT);

    private final Kernel kernel = Kernel.best();
    private final int windowSteps;
    private final int features;
    /** Cells of the newest steps that count. */
    private final int count;
    /** {@code [newest steps × features]}, then space for one vector; NaN is missing. */
    private final float[] values;
    /** The same values, with 0 where one is missing. */
    private final float[] known;

    private final HorizonSums sums;

    private final float[] means;
    private final float[] off;

    public Deviations(int windowSteps, int features) {
        this.windowSteps = windowSteps;
        this.features = features;
        this.count = reach(windowSteps) * features;
        this.known = new float[count + kernel.lanes()];
        this.values = new float[count + kernel.lanes()];
        this.sums = new HorizonSums(windowSteps, reach(windowSteps), features, kernel);
        this.means = new float[HORIZONS.size() * features];
        this.off = new float[features];
    }

    /** Number of newest steps that are used: the short horizon, and twice as many steps before it. */
    public static int reach(int windowSteps) {
        return Math.min(windowSteps, 3 * Horizon.SHORT.length(windowSteps));
    }

    /**
     * Takes a window.
     *
     * @param raw {@code [steps × features]} and more, scales from the median; NaN is missing
     * @param seasonal likewise, scales from the season; NaN also where it is not known: the median takes its place
     */
    void take(float[] raw, float[] seasonal) {
        kernel.deviations(raw, seasonal, windowSteps * features - count, count, LARGEST, values, known);
        settle();
    }

    /** Takes what {@link #copy} gave. */
    public void take(float[] copy) {
        System.arraycopy(copy, 0, values, 0, count);
        kernel.known(values, count, known);
        settle();
    }

    /** All deviations, {@code [newest steps × features]}; NaN is missing. */
    public float[] copy() {
        return Arrays.copyOf(values, count);
    }

    private void settle() {
        sums.clear();
        for (Horizon horizon : HORIZONS) {
            sums.extendWhole(values, horizon);
            for (int f = 0; f < features; f++) {
                means[horizon.ordinal() * features + f] = (float) sums.wholeMean(f, horizon.length(windowSteps));
            }
        }
    }

    /** The mean deviation of a feature in a horizon, in scales; NaN when less than half of it is there. */
    public float mean(Horizon horizon, int feature) {
        return means[horizon.ordinal() * features + feature];
    }

    /** A feature's deviation so many steps before a horizon (0: just before), in scales; 0 when it is missing. */
    public float before(Horizon horizon, int lag, int feature) {
        return known[beforeIndex(horizon, lag) + feature];
    }

    private int beforeIndex(Horizon horizon, int lag) {
        return count - (horizon.length(windowSteps) + lag + 1) * features;
    }

    /**
     * The distance of each feature's mean in a horizon from the regression's prediction: in scales, {@code [features]},
     * overwritten by the next call; NaN where the feature is missing. A missing feature predicts no other either.
     */
    public float[] offLikely(Horizon horizon, Regression regression) {
        regression.start(off);
        for (int lag = 0; lag < regression.lags(); lag++) {
            regression.addBefore(lag, known, beforeIndex(horizon, lag), off);
        }
        for (int f = 0; f < features; f++) {
            float deviation = mean(horizon, f);
            if (!Float.isNaN(deviation)) {
                regression.addOther(f, deviation, off);
            }
        }
        for (int f = 0; f < features; f++) {
            off[f] = mean(horizon, f) - off[f];
        }
        return off;
    }
}
