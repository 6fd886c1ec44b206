package io.tidewatch.window;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * How much the features of one entity move from step to step, over the last fifth and the last three quarters of the
 * window, and how much they usually do. A flat line moves less, a lost or faster rhythm otherwise, though each value is
 * unremarkable.
 *
 * <p>The mean absolute difference of neighbouring cells, in normalised units, on a logarithmic scale. What is usual is its
 * running median, by stochastic approximation (Robbins and Monro 1951).
 */
public final class Motion {
    /** Differences below this, in normalised units, are as good as none. */
    private static final float NONE = 0.02f;

    /** Steps before anything is usual. */
    private static final int FEW = 8;

    /** Single differences count up to so many times the usual: one jump is not motion. */
    private static final float LARGEST = 2.5f;

    /** Steps that what is usual remembers. */
    private static final float MEMORY_STEPS = 2000;

    /** A step of the approximation per unit of gain, octaves. */
    private static final float STEP_PER_GAIN = 1.5f;

    private final int features;
    private final int[] lengths;
    /** {@code [lengths × features]}: octaves. */
    private final float[] now;

    private final float[] usual;
    private final int[] counts;

    Motion(int features, int... lengths) {
        this.features = features;
        this.lengths = lengths.clone();
        this.now = new float[lengths.length * features];
        this.usual = new float[lengths.length * features];
        this.counts = new int[lengths.length * features];
        Arrays.fill(now, Float.NaN);
    }

    /** Takes the window with its newest step: tells it, then learns it. */
    void add(Window window) {
        int last = window.steps() - 1;
        for (int f = 0; f < features; f++) {
            float sum = 0;
            int seen = 0;
            float newer = window.cell(last, f);
            int block = 0;
            float cap = cap(f);
            for (int back = 1; block < lengths.length; back++) {
                float older = window.cell(last - back, f);
                float moved = Math.min(cap, Math.abs(newer - older));
                if (!Float.isNaN(moved)) {
                    sum += moved;
                    seen++;
                }
                newer = older;
                if (back == lengths[block]) {
                    set(block * features + f, 2 * seen < back ? Float.NaN : octaves(sum / seen));
                    block++;
                }
            }
        }
    }

    /** Largest difference that counts. */
    private float cap(int f) {
        return counts[f] < FEW ? Float.MAX_VALUE : LARGEST * moved(usual[f]);
    }

    private void set(int index, float octaves) {
        if (Float.isNaN(octaves)) {
            now[index] = Float.NaN;
            return;
        }
        if (counts[index] == 0) {
            usual[index] = octaves;
        }
        now[index] = octaves - usual[index];
        counts[index]++;
        float step = STEP_PER_GAIN / Math.min(counts[index], MEMORY_STEPS);
        usual[index] += octaves > usual[index] ? step : octaves < usual[index] ? -step : 0;
    }

    /** A logarithm to base 2, straight between the powers of two: cheap, continuous and monotone. */
    private static float octaves(float moved) {
        return Float.floatToRawIntBits(moved + NONE) * 0x1p-23f;
    }

    /** The inverse of {@link #octaves}, without what is as good as none. */
    private static float moved(float octaves) {
        return Float.intBitsToFloat((int) (octaves * 0x1p23f));
    }

    /** By how much the mean difference of neighbouring cells is above the usual one, normalised units; NaN likewise. */
    public float differenceFromUsual(int block, int feature) {
        int index = block * features + feature;
        if (Float.isNaN(now[index])) {
            return Float.NaN;
        }
        return moved(usual[index] + now[index]) - moved(usual[index]);
    }

    /**
     * How far the motion is from the usual, octaves, positive when there is more; NaN when it cannot be told.
     *
     * @param block 0: the last fifth of the window, 1: the last three quarters
     */
    public float offUsual(int block, int feature) {
        return now[block * features + feature];
    }

    void write(ByteBuffer out) {
        for (int i = 0; i < usual.length; i++) {
            out.putFloat(usual[i]);
            VarInt.writeUnsigned(out, counts[i]);
        }
    }

    void read(ByteBuffer in) {
        for (int i = 0; i < usual.length; i++) {
            usual[i] = in.getFloat();
            counts[i] = VarInt.readUnsigned(in);
        }
    }
}
