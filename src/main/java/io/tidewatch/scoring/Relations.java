package io.tidewatch.scoring;

import io.tidewatch.model.DenseLayer;
import java.util.Arrays;

/**
 * What the features of one step make likely of each other: how far a feature deviates from what this time of the day is
 * used to, against how far the others do. Requests and CPU may both be high; one of them alone is odd.
 *
 * <p>Linear, so that it costs a few multiplications per pair of features, and looks at features at the same time only, so
 * that a feature that has long left the others does not explain itself. Owns its buffers; belongs to one thread.
 */
public final class Relations {
    /** Deviations count up to so many scales, so that one extreme value does not make all others look odd. */
    private static final float LARGEST = 30f;

    private final int features;
    /** Cells of a window. */
    private final int cells;

    private final int[] lengths;
    /** Those of the longer block, bounded. */
    private final float[] deviations;

    private final BlockSums sums;
    private final float[] means;
    private final float[] likely;

    Relations(int steps, int features, Kernel kernel) {
        this.features = features;
        this.cells = steps * features;
        this.lengths = new int[] {Blocks.length(0, steps), Blocks.length(1, steps)};
        this.deviations = new float[lengths[1] * features + kernel.lanes()];
        this.sums = new BlockSums(features, kernel);
        this.means = new float[lengths.length * features];
        this.likely = new float[features];
    }

    /**
     * Takes a window.
     *
     * @param raw {@code [steps × features]}, scales from the median; NaN is missing
     * @param seasonal likewise, scales from the season; NaN also where it is not known: the median takes its place
     */
    void take(float[] raw, float[] seasonal) {
        int end = lengths[1] * features;
        int first = cells - end;
        for (int i = 0; i < end; i++) {
            float deviation = Float.isNaN(seasonal[first + i]) ? raw[first + i] : seasonal[first + i];
            deviations[i] = Math.max(-LARGEST, Math.min(LARGEST, deviation));
        }
        sums.clear();
        int newest = (lengths[1] - lengths[0]) * features;
        sums.add(deviations, newest, end);
        takeMeans(0);
        sums.add(deviations, 0, newest);
        takeMeans(1);
    }

    private void takeMeans(int block) {
        for (int f = 0; f < features; f++) {
            means[block * features + f] = (float) sums.wholeMean(f, lengths[block]);
        }
    }

    /** The mean deviation of a feature in a block, in scales; NaN when it is missing. */
    float deviation(int block, int feature) {
        return means[block * features + feature];
    }

    /**
     * What the features make likely of each other in a block: deviations in scales, {@code [features]}, overwritten by the
     * next call. Missing features have nothing to say.
     */
    float[] likely(int block, DenseLayer relations) {
        for (int to = 0; to < features; to++) {
            likely[to] = relations.bias(to);
        }
        for (int from = 0; from < features; from++) {
            float deviation = deviation(block, from);
            if (!Float.isNaN(deviation)) {
                for (int to = 0; to < features; to++) {
                    likely[to] += deviation * relations.weight(from, to);
                }
            }
        }
        return likely;
    }

    /** The deviations of both blocks, {@code [blocks × features]}; a copy. */
    float[] deviations() {
        return Arrays.copyOf(means, means.length);
    }
}
