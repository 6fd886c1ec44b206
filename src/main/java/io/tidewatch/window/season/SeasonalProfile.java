package io.tidewatch.window.season;

import io.tidewatch.codec.VarInt;
import io.tidewatch.event.FeatureMapping;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/**
 * The usual values of one entity's features at each time of the day, of the weekend and of the week. It is learned from
 * earlier days, and shifted by a level that follows growing values.
 *
 * <p>The day is cut into {@value #SLOTS} slots. The values inside a slot are averaged. At its end, the mean moves the
 * slot's profile by a bounded share, so that one odd day does not become usual. It moves the slots before and after by
 * half as much: they are nearly the same time, so the profile settles in fewer days. (NAB's standard score of the
 * seasonal evidence alone rose by 4 to 7 at three budgets.) Values are in normalised units.
 */
public final class SeasonalProfile {
    /** Slots of a day: 15 minutes each. */
    static final int SLOTS = 96;

    private static final long DAY_MS = 86_400_000L;
    private static final long SLOT_MS = DAY_MS / SLOTS;

    /**
     * Weights of a slot's own mean and of a neighbour's. One day adds the first weight once and the second one twice.
     */
    private static final int OWN = 2;

    private static final int NEIGHBOUR = 1;
    private static final int DAY = OWN + 2 * NEIGHBOUR;

    /** Weight that a slot needs before it is used: that of one day with the slots around. */
    private static final int NEEDED = DAY;

    /** Weight that the profile remembers: that of a week. */
    private static final int MEMORY = 7 * DAY;

    /** One mean counts with at most this difference from a known slot, in normalised units, before the gain. */
    private static final float LARGEST_MOVE = 1.0f;

    /** A slot moves the level by this share of its remaining difference: two days are remembered. */
    private static final float LEVEL_GAIN = 1f / (2 * SLOTS);

    /** Larger differences count as this, in normalised units: an incident must not become the level. */
    private static final float LARGEST_LEFT = 0.1f;

    private final int features;
    private final SlotCurves profile;
    /** Weight of the means that each slot has taken. */
    private final byte[] weights;

    private final float[] sums;
    private final int[] counts;
    private long currentSlot = Long.MIN_VALUE;

    /** The weekend's part of the last slot. */
    private final float[] toWeekend;

    /** The last slot's difference from the day's profile; NaN is unknown. */
    private final float[] offDay;

    private final WeekendProfile weekend;
    private final WeekProfile week;
    private final Rhythms rhythms;
    /** How far each feature has been above all profiles recently; the profiles take a week to follow growing values. */
    private final float[] level;

    public SeasonalProfile(int features) {
        this.features = features;
        this.profile = new SlotCurves(SLOTS, features, SlotCurves.FINE, Float.NaN);
        this.weights = new byte[SLOTS];
        this.sums = new float[features];
        this.counts = new int[features];
        this.toWeekend = new float[features];
        this.offDay = new float[features];
        this.weekend = new WeekendProfile(features);
        this.week = new WeekProfile(features);
        this.rhythms = new Rhythms(features, SLOTS);
        this.level = new float[features];
    }

    /**
     * Whether the profile is known at this time of the day.
     *
     * @param localMs epoch milliseconds shifted by the zone's offset
     */
    public boolean ready(long localMs) {
        return weights[slot(localMs)] >= NEEDED;
    }

    /**
     * The usual value at this time of the day and, where they have a rhythm, of weekend and week; NaN when unknown, or
     * when the feature has no rhythm. Normalised units.
     */
    public float expected(int feature, long localMs) {
        return switch (rhythms.of(feature)) {
            case NONE -> Float.NaN;
            case DAY -> ofDay(feature, localMs);
            case WEEKEND -> ofDay(feature, localMs) + weekend.added(feature, localMs);
            case WEEK -> ofDay(feature, localMs) + weekend.added(feature, localMs) + week.added(feature, localMs);
        };
    }

    private float ofDay(int feature, long localMs) {
        return level[feature] + profile.at((double) Math.floorMod(localMs, DAY_MS) / SLOT_MS, feature);
    }

    /** Takes one step's normalised values, NaN left out. Call after {@link #expected} of the same step. */
    public void add(float[] normalised, int offset, long localMs) {
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
        learnRhythms(slot, absoluteSlot * SLOT_MS + SLOT_MS / 2);
        move(slot, OWN);
        move((slot + SLOTS - 1) % SLOTS, NEIGHBOUR);
        move((slot + 1) % SLOTS, NEIGHBOUR);
    }

    private void learnRhythms(int slot, long centreMs) {
        week.advance(centreMs);
        boolean ready = weights[slot] >= NEEDED;
        for (int f = 0; f < features; f++) {
            toWeekend[f] = 0;
            offDay[f] = Float.NaN;
            if (counts[f] == 0 || !ready) {
                continue;
            }
            float mean = sums[f] / counts[f];
            float off = mean - profile.get(slot, f);
            toWeekend[f] = weekend.added(f, centreMs);
            offDay[f] = off;
            float offWeekend = off - toWeekend[f];
            float offWeek = offWeekend - week.added(f, centreMs);
            rhythms.compare(f, mean, off, offWeekend, offWeek);
            float left = Math.max(-LARGEST_LEFT, Math.min(LARGEST_LEFT, offWeekend - level[f]));
            level[f] += LEVEL_GAIN * left;
            week.add(f, offWeekend);
        }
        weekend.learn(centreMs, offDay);
        if (ready) {
            rhythms.next();
        }
    }

    /** Moves a slot towards the means of the last slot. */
    private void move(int slot, int weight) {
        int seen = weights[slot];
        float gain = (float) weight / Math.max(DAY, Math.min(seen + weight, MEMORY));
        boolean any = false;
        for (int f = 0; f < features; f++) {
            if (counts[f] == 0) {
                continue;
            }
            any = true;
            float mean = sums[f] / counts[f] - toWeekend[f];
            float value = profile.get(slot, f);
            if (Float.isNaN(value)) {
                profile.set(slot, f, mean);
            } else {
                float limit = seen < NEEDED ? Float.MAX_VALUE : LARGEST_MOVE;
                profile.set(slot, f, value + gain * Math.max(-limit, Math.min(limit, mean - value)));
            }
        }
        if (any) {
            weights[slot] = (byte) Math.min(MEMORY, seen + weight);
        }
    }

    public void take(SeasonalProfile other, FeatureMapping kept) {
        currentSlot = other.currentSlot;
        System.arraycopy(other.weights, 0, weights, 0, SLOTS);
        profile.take(other.profile, kept);
        weekend.take(other.weekend, kept);
        week.take(other.week, kept);
        rhythms.take(other.rhythms, kept);
        for (int f = 0; f < features; f++) {
            if (kept.kept(f)) {
                level[f] = other.level[kept.before(f)];
                sums[f] = other.sums[kept.before(f)];
                counts[f] = other.counts[kept.before(f)];
            }
        }
    }

    /**
     * Re-expresses one feature's profile after its scale changed.
     *
     * @param ratio of the scale before to the scale now
     * @param renormalised a normalised value of before as it is now
     */
    public void rescale(int feature, float ratio, DoubleUnaryOperator renormalised) {
        weekend.rescale(feature, ratio);
        week.rescale(feature, ratio);
        rhythms.rescale(feature, ratio);
        level[feature] *= ratio;
        for (int slot = 0; slot < SLOTS; slot++) {
            float value = profile.get(slot, feature);
            if (!Float.isNaN(value)) {
                profile.set(slot, feature, (float) renormalised.applyAsDouble(value));
            }
        }
        if (counts[feature] > 0) {
            float mean = sums[feature] / counts[feature];
            sums[feature] = counts[feature] * (float) renormalised.applyAsDouble(mean);
        }
    }

    private static int slot(long localMs) {
        return (int) (Math.floorMod(localMs, DAY_MS) / SLOT_MS);
    }

    public void write(ByteBuffer out) {
        out.putLong(currentSlot);
        out.put(weights);
        profile.write(out);
        weekend.write(out);
        week.write(out);
        rhythms.write(out);
        for (int f = 0; f < features; f++) {
            out.putFloat(level[f]);
            out.putFloat(sums[f]);
            VarInt.writeUnsigned(out, counts[f]);
        }
    }

    public void read(ByteBuffer in) {
        currentSlot = in.getLong();
        in.get(weights);
        profile.read(in);
        weekend.read(in);
        week.read(in);
        rhythms.read(in);
        for (int f = 0; f < features; f++) {
            level[f] = in.getFloat();
            sums[f] = in.getFloat();
            counts[f] = VarInt.readUnsigned(in);
        }
    }
}
