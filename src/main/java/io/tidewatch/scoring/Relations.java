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
    private final int[] lengths;
    private final float[] means;
    private final float[] likely;

    Relations(int steps, int features) {
        this.features = features;
        this.lengths = new int[] {Blocks.length(0, steps), Blocks.length(1, steps)};
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
        for (int block = 0; block < lengths.length; block++) {
            for (int f = 0; f < features; f++) {
                float sum = 0;
                int seen = 0;
                for (int at = raw.length - lengths[block] * features + f; at < raw.length; at += features) {
                    float deviation = Float.isNaN(seasonal[at]) ? raw[at] : seasonal[at];
                    if (!Float.isNaN(deviation)) {
                        sum += Math.max(-LARGEST, Math.min(LARGEST, deviation));
                        seen++;
                    }
                }
                means[block * features + f] = 2 * seen < lengths[block] ? Float.NaN : sum / seen;
            }
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
