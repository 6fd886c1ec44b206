package io.tidewatch.window.season;

import io.tidewatch.codec.VarInt;
import io.tidewatch.event.FeatureMapping;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The difference of each time of the week from the profiles of the day and the weekend, per feature, in normalised
 * units.
 */
final class WeekProfile {
    /** Slots of a week: three hours each. */
    static final int SLOTS = 56;

    private static final long WEEK_MS = 7 * 86_400_000L;
    private static final long SLOT_MS = WEEK_MS / SLOTS;

    /** The epoch was a Thursday; weeks are counted from Monday. */
    private static final long EPOCH_TO_MONDAY_MS = 3 * 86_400_000L;

    /** Smaller differences are chance; they are not kept, which makes states smaller. */
    private static final float RESOLUTION = 1f / 8;

    /** Visits that a slot remembers. */
    private static final int MEMORY = 6;

    private final int features;
    private final SlotCurves curves;
    private final byte[] visits = new byte[SLOTS];
    private final float[] sums;
    private final int[] counts;
    private long currentSlot = Long.MIN_VALUE;

    WeekProfile(int features) {
        this.features = features;
        this.curves = new SlotCurves(SLOTS, features, RESOLUTION, 0);
        this.sums = new float[features];
        this.counts = new int[features];
    }

    /** The difference at a time, interpolated between the slots' centres. */
    float added(int feature, long localMs) {
        return curves.at((double) Math.floorMod(localMs + EPOCH_TO_MONDAY_MS, WEEK_MS) / SLOT_MS, feature);
    }

    /** Advances the time; a slot that has ended is learned. */
    void advance(long localMs) {
        long slot = Math.floorDiv(localMs + EPOCH_TO_MONDAY_MS, SLOT_MS);
        if (slot == currentSlot) {
            return;
        }
        if (currentSlot != Long.MIN_VALUE) {
            move(Math.floorMod(currentSlot, SLOTS));
        }
        currentSlot = slot;
        Arrays.fill(sums, 0);
        Arrays.fill(counts, 0);
    }

    /** Takes the difference of a feature from the profiles of day and weekend. */
    void add(int feature, float off) {
        sums[feature] += off;
        counts[feature]++;
    }

    private void move(int slot) {
        boolean any = false;
        // The first visit counts in full: a half-known slot would leave half of its error in the expected value.
        // Whether weeks explain anything is decided for the whole profile, see Rhythms.
        float gain = 1f / Math.min(visits[slot] + 1, MEMORY);
        for (int f = 0; f < features; f++) {
            if (counts[f] > 0) {
                float value = curves.get(slot, f);
                curves.set(slot, f, value + gain * (sums[f] / counts[f] - value));
                any = true;
            }
        }
        visits[slot] += any && visits[slot] < MEMORY ? 1 : 0;
    }

    /** Takes over the curves of the features that are kept. */
    void take(WeekProfile other, FeatureMapping kept) {
        currentSlot = other.currentSlot;
        System.arraycopy(other.visits, 0, visits, 0, SLOTS);
        curves.take(other.curves, kept);
        for (int f = 0; f < features; f++) {
            if (kept.kept(f)) {
                sums[f] = other.sums[kept.before(f)];
                counts[f] = other.counts[kept.before(f)];
            }
        }
    }

    /** Rescales one feature's curve after its scale changed. */
    void rescale(int feature, float ratio) {
        curves.rescale(feature, ratio);
    }

    void write(ByteBuffer out) {
        out.putLong(currentSlot);
        out.put(visits);
        curves.write(out);
        for (int f = 0; f < features; f++) {
            out.putFloat(sums[f]);
            VarInt.writeUnsigned(out, counts[f]);
        }
    }

    void read(ByteBuffer in) {
        currentSlot = in.getLong();
        in.get(visits);
        curves.read(in);
        for (int f = 0; f < features; f++) {
            sums[f] = in.getFloat();
            counts[f] = VarInt.readUnsigned(in);
        }
    }
}
