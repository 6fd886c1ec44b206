package io.tidewatch.evidence;

import io.tidewatch.inference.Kernel;
import io.tidewatch.model.Regression;
import java.util.Arrays;

/**
 * How far the newest steps of a window are from the usual, and what that makes likely: of a feature by what it was just
 * before, and by what the others are at the same steps. Requests and CPU may both be high; one of them alone is odd.
 *
 * <p>Deviations are in scales, from what this time of the day is used to, or from the median where that is not known.
 * Linear, so that it costs a few multiplications per pair of features and step. Owns its buffers; belongs to one thread.
 */
public final class Deviations {
    /** Deviations count up to so many scales, so that one extreme value does not make all others look odd. */
    private static final float LARGEST = 30f;

    /** Blocks whose means are kept: the newest step, and the last fifth of the window. */
    private static final int BLOCKS = 2;

    private final Kernel kernel = Kernel.best();
    private final int windowSteps;
    private final int features;
    /** Cells of the newest steps that count. */
    private final int count;
    /** {@code [newest steps × features]} and room for a vector; NaN is missing. */
    private final float[] values;
    /** Likewise; 0 is missing. */
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
        this.sums = new HorizonSums(features, kernel);
        this.means = new float[BLOCKS * features];
        this.off = new float[features];
    }

    /** Newest steps of a window that count: the last block, and twice as many before it. */
    public static int reach(int windowSteps) {
        return Math.min(windowSteps, 3 * Horizon.length(1, windowSteps));
    }

    /** Steps before a channel's block that its regression looks at. */
    public static int lags(Channel channel, int windowSteps) {
        if (channel.family() != Channel.Family.SEQUENCE) {
            return 0;
        }
        int block = Horizon.length(channel.block(), windowSteps);
        return Math.min((channel.block() + 1) * Horizon.length(1, windowSteps), reach(windowSteps) - block);
    }

    /** Whether a channel's regression has anything to look at: one feature alone has no others. */
    public boolean tells(Channel channel) {
        return features > 1 || channel.family() != Channel.Family.RELATION;
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
        int summedFrom = count;
        for (int block = 0; block < BLOCKS; block++) {
            int length = Horizon.length(block, windowSteps);
            int from = count - length * features;
            sums.add(values, from, summedFrom);
            summedFrom = from;
            for (int f = 0; f < features; f++) {
                means[block * features + f] = (float) sums.wholeMean(f, length);
            }
        }
    }

    /** The mean deviation of a feature in a block, in scales; NaN when less than half of it is there. */
    public float mean(int block, int feature) {
        return means[block * features + feature];
    }

    /** A feature's deviation so many steps before a block (0: just before), in scales; 0 when it is missing. */
    public float before(int block, int lag, int feature) {
        return known[beforeIndex(block, lag) + feature];
    }

    private int beforeIndex(int block, int lag) {
        return count - (Horizon.length(block, windowSteps) + lag + 1) * features;
    }

    /**
     * How far each feature is in a block from what is likely of it: in scales, {@code [features]}, overwritten by the next
     * call; NaN where it is missing. What is missing has nothing to say of others either.
     */
    public float[] offLikely(int block, Regression regression) {
        regression.start(off);
        for (int lag = 0; lag < regression.lags(); lag++) {
            regression.addBefore(lag, known, beforeIndex(block, lag), off);
        }
        for (int f = 0; f < features; f++) {
            float deviation = mean(block, f);
            if (!Float.isNaN(deviation)) {
                regression.addOther(f, deviation, off);
            }
        }
        for (int f = 0; f < features; f++) {
            off[f] = mean(block, f) - off[f];
        }
        return off;
    }
}
