package io.tidewatch.window;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * How much the features of one entity move from step to step, over the last three quarters of the window, and how much
 * they usually do. A flat line moves less, a lost or faster rhythm otherwise, though each value is
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
    /** Steps looked back. */
    private final int length;
    /** Per feature, octaves. */
    private final float[] now;

    private final float[] usual;
    private final int[] counts;
    /** Per feature the differences of the newest steps summed up, and what each counts at most; scratch. */
    private final float[] sums;

    private final float[] caps;

    Motion(int features, int length) {
        this.features = features;
        this.length = length;
        this.now = new float[features];
        this.usual = new float[features];
        this.counts = new int[features];
        this.sums = new float[features];
        this.caps = new float[features];
        Arrays.fill(now, Float.NaN);
    }

    /**
     * Takes the window with its newest step: tells it, then learns it.
     *
     * @param cells {@code [steps × features]}, a ring of steps; NaN is missing
     * @param newest where the newest step's are
     */
    void add(float[] cells, int newest) {
        for (int f = 0; f < features; f++) {
            sums[f] = 0;
            caps[f] = cap(f);
        }
        int newer = newest;
        for (int back = 1; back <= length; back++) {
            int older = before(newer, cells);
            for (int f = 0; f < features; f++) {
                float moved = Math.abs(cells[newer + f] - cells[older + f]);
                // Seldom, so that a branch costs less than a minimum.
                sums[f] += moved > caps[f] ? caps[f] : moved;
            }
            newer = older;
        }
        for (int f = 0; f < features; f++) {
            // What is missing makes the sum NaN: it is rare, and only then looked for.
            set(f, octaves(Float.isNaN(sums[f]) ? meanOfThere(cells, newest + f, caps[f]) : sums[f] / length));
        }
    }

    private int before(int cell, float[] cells) {
        return cell < features ? cell + cells.length - features : cell - features;
    }

    /** The mean of one feature's differences without those that are missing; NaN when these are more than half. */
    private float meanOfThere(float[] cells, int newest, float cap) {
        float sum = 0;
        int seen = 0;
        int newer = newest;
        for (int back = 1; back <= length; back++) {
            int older = before(newer, cells);
            float moved = Math.min(cap, Math.abs(cells[newer] - cells[older]));
            if (!Float.isNaN(moved)) {
                sum += moved;
                seen++;
            }
            newer = older;
        }
        return 2 * seen < length ? Float.NaN : sum / seen;
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

    /** A logarithm to base 2, straight between the powers of two: cheap, continuous and monotone. NaN stays NaN. */
    private static float octaves(float moved) {
        return Float.isNaN(moved) ? Float.NaN : Float.floatToRawIntBits(moved + NONE) * 0x1p-23f;
    }

    /** The inverse of {@link #octaves}, without what is as good as none. */
    private static float moved(float octaves) {
        return Float.intBitsToFloat((int) (octaves * 0x1p23f));
    }

    /** By how much the mean difference of neighbouring cells is above the usual one, normalised units; NaN likewise. */
    public float differenceFromUsual(int feature) {
        if (Float.isNaN(now[feature])) {
            return Float.NaN;
        }
        return moved(usual[feature] + now[feature]) - moved(usual[feature]);
    }

    /** How far the motion is from the usual, octaves, positive when there is more; NaN when it cannot be told. */
    public float offUsual(int feature) {
        return now[feature];
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
