package io.tidewatch.window.season;

import io.tidewatch.event.FeatureMapping;
import java.nio.ByteBuffer;

/**
 * The difference of Saturdays and Sundays from the profile of the day, per feature, in normalised units. Both days
 * share the same slots, so that weekends are known after one or two. (With times of the week alone, three hours each
 * and seen once a week, 8.7 of 12.7 lost rhythms of simulated servers were found, with this 10.7.)
 */
final class WeekendProfile {
    /** Slots of a day: half an hour each. */
    private static final int SLOTS = 48;

    private static final long DAY_MS = 86_400_000L;

    /** The epoch was a Thursday; days are counted from Monday. */
    private static final int EPOCH_DAY = 3;

    private static final int SATURDAY = 5;

    /** Values that a slot remembers: three weekends, each day with two quarters of an hour. */
    private static final int MEMORY = 12;

    private final int features;
    private final SlotCurves curves;
    /** Number of values that each slot has learned. */
    private final byte[] visits = new byte[SLOTS];

    WeekendProfile(int features) {
        this.features = features;
        this.curves = new SlotCurves(SLOTS, features, SlotCurves.FINE, 0);
    }

    private static boolean covers(long localMs) {
        return Math.floorMod(Math.floorDiv(localMs, DAY_MS) + EPOCH_DAY, 7) >= SATURDAY;
    }

    /** The difference at a time, interpolated between the slots' centres; 0 on other days. */
    float added(int feature, long localMs) {
        double slot = (double) Math.floorMod(localMs, DAY_MS) / DAY_MS * SLOTS;
        return covers(localMs) ? curves.at(slot, feature) : 0;
    }

    /**
     * Learns a quarter of an hour of a weekend; ignores other days.
     *
     * @param offDay how far each feature is from its day's profile; NaN is unknown
     */
    void learn(long localMs, float[] offDay) {
        if (!covers(localMs)) {
            return;
        }
        int slot = (int) (Math.floorMod(localMs, DAY_MS) * SLOTS / DAY_MS);
        // The first visit counts in full: a half-known weekend would leave half of its error in the expected value.
        int seen = Math.min(MEMORY, visits[slot] + 1);
        boolean any = false;
        for (int f = 0; f < features; f++) {
            if (!Float.isNaN(offDay[f])) {
                float value = curves.get(slot, f);
                curves.set(slot, f, value + (offDay[f] - value) / seen);
                any = true;
            }
        }
        if (any) {
            visits[slot] = (byte) seen;
        }
    }

    /** Takes over the curves of the features that are kept. */
    void take(WeekendProfile other, FeatureMapping kept) {
        System.arraycopy(other.visits, 0, visits, 0, SLOTS);
        curves.take(other.curves, kept);
    }

    /** Rescales one feature's curve after its scale changed. */
    void rescale(int feature, float ratio) {
        curves.rescale(feature, ratio);
    }

    void write(ByteBuffer out) {
        out.put(visits);
        curves.write(out);
    }

    void read(ByteBuffer in) {
        in.get(visits);
        curves.read(in);
    }
}
