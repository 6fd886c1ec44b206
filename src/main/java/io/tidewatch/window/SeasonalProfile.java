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

    /** Profiles are kept to this share of a normalised unit, so that a byte or two hold one. */
    private static final float RESOLUTION = 1f / 256;

    /** Slots of a week: six hours each. What a time of the week adds to its time of the day. */
    static final int WEEK_SLOTS = 28;

    private static final long WEEK_SLOT_MS = 7 * DAY_MS / WEEK_SLOTS;

    /** The epoch was a Thursday; weeks are counted from Monday. */
    private static final long EPOCH_TO_MONDAY_MS = 3 * DAY_MS;

    /** Visits that a slot of the week remembers. */
    private static final int WEEKS = 6;

    /** Slots over which it is compared whether day and week explain anything: a week. */
    private static final int COMPARED = 7 * SLOTS;

    /** A day's profile that leaves more than this share of the error without it is not believed. */
    private static final float HARMS = 2f;

    /** A profile must leave less than this share of the error without it. */
    private static final float PAYS = 0.8f;

    private static final short UNKNOWN = Short.MIN_VALUE;

    private final int features;
    private final float[] profile;
    /** What each slot has seen. */
    private final byte[] weights;

    private final float[] sums;
    private final int[] counts;
    private long currentSlot = Long.MIN_VALUE;

    /** What the week explains of the slot that time has left. */
    private final float[] toWeek;

    private final float[] week;
    private final byte[] weekVisits;
    private final float[] weekSums;
    private final int[] weekCounts;
    private long currentWeekSlot = Long.MIN_VALUE;
    /** Per feature: mean square error of the slots' means without a profile, with the day's, with day and week. */
    private final float[] errors;

    private int compared;

    SeasonalProfile(int features) {
        this.features = features;
        this.profile = new float[SLOTS * features];
        this.weights = new byte[SLOTS];
        this.sums = new float[features];
        this.counts = new int[features];
        Arrays.fill(profile, Float.NaN);
        this.toWeek = new float[features];
        this.week = new float[WEEK_SLOTS * features];
        this.weekVisits = new byte[WEEK_SLOTS];
        this.weekSums = new float[features];
        this.weekCounts = new int[features];
        this.errors = new float[3 * features];
    }

    /**
     * Whether the profile speaks at this time of the day.
     *
     * @param localMs epoch milliseconds shifted by the zone's offset
     */
    public boolean ready(long localMs) {
        return weights[slot(localMs)] >= NEEDED;
    }

    /**
     * The usual value at this time of the day and, where weeks have a rhythm, of the week; NaN when unknown, or when the
     * feature has no rhythm. Normalised units.
     */
    public float expected(int feature, long localMs) {
        float none = errors[3 * feature];
        float day = errors[3 * feature + 1];
        float both = errors[3 * feature + 2];
        boolean settled = compared >= SLOTS;
        if (settled && Math.min(day, both) > HARMS * none) {
            return Float.NaN;
        }
        float usual = ofDay(feature, localMs);
        return settled && both < PAYS * day ? usual + ofWeek(feature, localMs) : usual;
    }

    /** What a time of the week adds, between the slots' centres. */
    private float ofWeek(int feature, long localMs) {
        double at = (double) Math.floorMod(localMs + EPOCH_TO_MONDAY_MS, 7 * DAY_MS) / WEEK_SLOT_MS - 0.5;
        int low = Math.floorMod((int) Math.floor(at), WEEK_SLOTS);
        float a = week[low * features + feature];
        float b = week[(low + 1) % WEEK_SLOTS * features + feature];
        return (float) (a + (at - Math.floor(at)) * (b - a));
    }

    private float ofDay(int feature, long localMs) {
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
                learn(currentSlot);
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

    private void learn(long absoluteSlot) {
        int slot = Math.floorMod(absoluteSlot, SLOTS);
        learnWeek(slot, absoluteSlot * SLOT_MS + SLOT_MS / 2);
        move(slot, OWN);
        move((slot + SLOTS - 1) % SLOTS, NEIGHBOUR);
        move((slot + 1) % SLOTS, NEIGHBOUR);
    }

    private void learnWeek(int slot, long centreMs) {
        long weekSlot = Math.floorDiv(centreMs + EPOCH_TO_MONDAY_MS, WEEK_SLOT_MS);
        if (weekSlot != currentWeekSlot) {
            if (currentWeekSlot != Long.MIN_VALUE) {
                moveWeek(Math.floorMod(currentWeekSlot, WEEK_SLOTS));
            }
            currentWeekSlot = weekSlot;
            Arrays.fill(weekSums, 0);
            Arrays.fill(weekCounts, 0);
        }
        boolean ready = weights[slot] >= NEEDED;
        for (int f = 0; f < features; f++) {
            toWeek[f] = 0;
            if (counts[f] == 0 || !ready) {
                continue;
            }
            float mean = sums[f] / counts[f];
            float off = mean - profile[slot * features + f];
            float added = ofWeek(f, centreMs);
            toWeek[f] = added;
            weekSums[f] += off;
            weekCounts[f]++;
            float gain = 1f / Math.min(compared + 1, COMPARED);
            error(3 * f, mean, gain);
            error(3 * f + 1, off, gain);
            error(3 * f + 2, off - added, gain);
        }
        compared += ready ? 1 : 0;
    }

    private void error(int index, float off, float gain) {
        float bounded = Math.min(off * off, 9);
        errors[index] += gain * (bounded - errors[index]);
    }

    private void moveWeek(int slot) {
        boolean any = false;
        float gain = 1f / Math.min(weekVisits[slot] + 2, WEEKS);
        for (int f = 0; f < features; f++) {
            if (weekCounts[f] > 0) {
                int index = slot * features + f;
                float move = weekSums[f] / weekCounts[f] - week[index];
                week[index] = rounded(week[index] + gain * move);
                any = true;
            }
        }
        weekVisits[slot] += any && weekVisits[slot] < WEEKS ? 1 : 0;
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
            float mean = sums[f] / counts[f] - toWeek[f];
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
        float ratio = (float) (from.scale() / to.scale());
        for (int slot = 0; slot < WEEK_SLOTS; slot++) {
            week[slot * features + feature] = rounded(week[slot * features + feature] * ratio);
        }
        for (int i = 0; i < 3; i++) {
            errors[3 * feature + i] *= ratio * ratio;
        }
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

    /** Feature by feature, each slot's step from the slot before: neighbours are alike, and a byte holds most. */
    private void writeCurves(float[] curves, ByteBuffer out) {
        for (int f = 0; f < features; f++) {
            int before = 0;
            for (int i = f; i < curves.length; i += features) {
                int level = Float.isNaN(curves[i]) ? UNKNOWN : Math.round(curves[i] / RESOLUTION);
                VarInt.write(out, level - before);
                before = level;
            }
        }
    }

    private void readCurves(float[] curves, ByteBuffer in) {
        for (int f = 0; f < features; f++) {
            int level = 0;
            for (int i = f; i < curves.length; i += features) {
                level += (int) VarInt.read(in);
                curves[i] = level == UNKNOWN ? Float.NaN : level * RESOLUTION;
            }
        }
    }

    void write(ByteBuffer out) {
        out.putLong(currentSlot);
        out.put(weights);
        writeCurves(profile, out);
        out.putLong(currentWeekSlot);
        out.putInt(compared);
        out.put(weekVisits);
        writeCurves(week, out);
        for (float error : errors) {
            out.putFloat(error);
        }
        for (int f = 0; f < features; f++) {
            out.putFloat(weekSums[f]);
            VarInt.writeUnsigned(out, weekCounts[f]);
            out.putFloat(sums[f]);
            VarInt.writeUnsigned(out, counts[f]);
        }
    }

    void read(ByteBuffer in) {
        currentSlot = in.getLong();
        in.get(weights);
        readCurves(profile, in);
        currentWeekSlot = in.getLong();
        compared = in.getInt();
        in.get(weekVisits);
        readCurves(week, in);
        for (int i = 0; i < errors.length; i++) {
            errors[i] = in.getFloat();
        }
        for (int f = 0; f < features; f++) {
            weekSums[f] = in.getFloat();
            weekCounts[f] = VarInt.readUnsigned(in);
            sums[f] = in.getFloat();
            counts[f] = VarInt.readUnsigned(in);
        }
    }
}
