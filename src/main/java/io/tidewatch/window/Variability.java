package io.tidewatch.window;

import io.tidewatch.codec.VarInt;
import io.tidewatch.event.FeatureMapping;
import io.tidewatch.math.Sinh;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * How much the features of one entity move from step to step over the last three quarters of the window, compared with
 * their usual movement. A flat line, or a rhythm that is lost or faster, changes the movement although each value is
 * normal.
 *
 * <p>The movement is the mean absolute difference of neighbouring values, in scales, on a logarithmic scale. (Values
 * are used, not cells: in cells the same rhythm is smaller where the load is far from its median.) The usual movement
 * is its running median, by stochastic approximation (Robbins and Monro 1951).
 */
public final class Variability {
    /** Differences below this, in scales, count as none. */
    private static final float NONE = 0.02f;

    /** Steps before the usual movement is known. */
    private static final int FEW = 8;

    /** Single differences are limited to so many times the usual: one jump is no movement. */
    private static final float LARGEST = 2.5f;

    /** Steps that the usual movement remembers. */
    private static final float MEMORY_STEPS = 2000;

    /** A step of the approximation per unit of gain, octaves. */
    private static final float STEP_PER_GAIN = 1.5f;

    /** Cells are limited to this, about 1,500 scales from the median. */
    private static final float LARGEST_CELL = 8;

    private final int features;
    /** Steps looked back. */
    private final int length;
    /** {@code [steps looked back × features]}, a ring: how far each value is from the one before it, in scales. */
    private final float[] moves;

    /** The newest values, in scales from the median. */
    private final float[] newest;
    /** Index of the oldest moves, which the next step overwrites. */
    private int oldest;
    /** Whether the cells have been rescaled since the moves were computed. */
    private boolean stale = true;

    /** Per feature, octaves. */
    private final float[] now;

    private final float[] usual;
    private final int[] counts;
    /** Per feature the differences of the newest steps summed up, and what each counts at most; scratch. */
    private final float[] sums;

    private final float[] caps;

    Variability(int features, int length) {
        this.features = features;
        this.length = length;
        this.moves = new float[length * features];
        this.newest = new float[features];
        this.now = new float[features];
        this.usual = new float[features];
        this.counts = new int[features];
        this.sums = new float[features];
        this.caps = new float[features];
        Arrays.fill(now, Float.NaN);
    }

    /** To be called when the cells have been rescaled. */
    void rescaled() {
        stale = true;
    }

    /** Takes over the usual movement of the features that are kept. */
    void take(Variability other, FeatureMapping kept) {
        for (int f = 0; f < features; f++) {
            if (kept.kept(f)) {
                usual[f] = other.usual[kept.before(f)];
                counts[f] = other.counts[kept.before(f)];
            }
        }
    }

    /**
     * Compares the window with the usual movement, then learns it. To be called for every step once the window is full.
     *
     * @param cells {@code [steps × features]} and more, a ring of steps; NaN is missing
     * @param count cells of all steps
     * @param at index of the newest step's cells
     */
    void add(float[] cells, int count, int at) {
        for (int back = stale ? length : 0; back > 0; back--) {
            move(cells, Math.floorMod(at - back * features, count));
        }
        stale = false;
        move(cells, at);
        for (int f = 0; f < features; f++) {
            sums[f] = 0;
            caps[f] = cap(f);
        }
        // Oldest first wherever the ring begins: a sum in another order would differ in its last bits.
        sum(oldest, moves.length);
        sum(0, oldest);
        for (int f = 0; f < features; f++) {
            // A missing value makes the sum NaN. This is rare, so missing values are looked for only then.
            set(f, octaves(Float.isNaN(sums[f]) ? meanOfThere(f) : sums[f] / length));
        }
    }

    private void move(float[] cells, int at) {
        for (int f = 0; f < features; f++) {
            float cell = Math.max(-LARGEST_CELL, Math.min(LARGEST_CELL, cells[at + f]));
            float value = (float) Sinh.of(cell);
            moves[oldest + f] = Math.abs(value - newest[f]);
            newest[f] = value;
        }
        oldest = oldest + features == moves.length ? 0 : oldest + features;
    }

    private void sum(int from, int to) {
        for (int step = from; step < to; step += features) {
            for (int f = 0; f < features; f++) {
                float moved = moves[step + f];
                // Rarely true, so a branch costs less than a minimum.
                sums[f] += moved > caps[f] ? caps[f] : moved;
            }
        }
    }

    /** The mean of one feature's moves without those that are missing; NaN when these are more than half. */
    private float meanOfThere(int feature) {
        float sum = 0;
        int seen = 0;
        for (int step = 0; step < moves.length; step += features) {
            float moved = Math.min(caps[feature], moves[(oldest + step) % moves.length + feature]);
            if (!Float.isNaN(moved)) {
                sum += moved;
                seen++;
            }
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

    /** The inverse of {@link #octaves}, except that it leaves {@link #NONE} in. */
    private static float moved(float octaves) {
        return Float.intBitsToFloat((int) (octaves * 0x1p23f));
    }

    /**
     * By how much the mean difference of neighbouring values is above the usual one, in scales; NaN when that is not
     * known.
     */
    public float differenceFromUsual(int feature) {
        if (Float.isNaN(now[feature])) {
            return Float.NaN;
        }
        return moved(usual[feature] + now[feature]) - moved(usual[feature]);
    }

    /** How far the movement is above the usual one, octaves; NaN when that is not known. */
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
        stale = true;
        Arrays.fill(now, Float.NaN);
        for (int i = 0; i < usual.length; i++) {
            usual[i] = in.getFloat();
            counts[i] = VarInt.readUnsigned(in);
        }
    }
}
