package io.tidewatch.window.season;

import io.tidewatch.codec.VarInt;
import io.tidewatch.event.FeatureMapping;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * One curve per feature over the slots of a day or a week, in normalised units, rounded so that a value takes a byte or
 * two.
 */
final class SlotCurves {
    /** A resolution fine enough for the small moves of a slow memory. */
    static final float FINE = 1f / 256;

    private static final short UNKNOWN = Short.MIN_VALUE;

    private final int slots;
    private final int features;
    private final float resolution;
    /** {@code [slots × features]}; NaN is unknown. */
    private final float[] values;

    /** The last place read; the curves of the other features are read at the same place next. */
    private double asked = Double.NaN;

    /** The slots around that place, and its position between their centres, 0 to 1. */
    private int low;

    private int high;
    private double share;

    /**
     * @param resolution share of a unit that values are rounded to
     * @param start what every slot starts with; may be NaN
     */
    SlotCurves(int slots, int features, float resolution, float start) {
        this.slots = slots;
        this.features = features;
        this.resolution = resolution;
        this.values = new float[slots * features];
        Arrays.fill(values, start);
    }

    float get(int slot, int feature) {
        return values[slot * features + feature];
    }

    void set(int slot, int feature, float value) {
        float largest = Short.MAX_VALUE * resolution;
        values[slot * features + feature] =
                Math.round(Math.max(-largest, Math.min(largest, value)) / resolution) * resolution;
    }

    void take(SlotCurves other, FeatureMapping kept) {
        for (int f = 0; f < features; f++) {
            for (int slot = 0; kept.kept(f) && slot < slots; slot++) {
                values[slot * features + f] = other.get(slot, kept.before(f));
            }
        }
    }

    /** Rescales one feature's curve after its scale changed; 0 stays 0. */
    void rescale(int feature, float ratio) {
        for (int slot = 0; slot < slots; slot++) {
            set(slot, feature, get(slot, feature) * ratio);
        }
    }

    /**
     * The curve between the slots' centres; where one neighbour is unknown, the other.
     *
     * @param at slots since the start of the first, 0 to their number
     */
    float at(double at, int feature) {
        if (at != asked) {
            turnTo(at);
        }
        float a = get(low, feature);
        float b = get(high, feature);
        if (Float.isNaN(a)) {
            return b;
        }
        if (Float.isNaN(b)) {
            return a;
        }
        return (float) (a + share * (b - a));
    }

    private void turnTo(double at) {
        asked = at;
        double fromCentre = at - 0.5;
        double floor = Math.floor(fromCentre);
        low = Math.floorMod((int) floor, slots);
        high = (low + 1) % slots;
        share = fromCentre - floor;
    }

    /**
     * Writes feature by feature the difference of each slot from the slot before, which is small. After a slot that
     * equals the one before, it writes how many more do: a young entity knows few slots.
     */
    void write(ByteBuffer out) {
        for (int f = 0; f < features; f++) {
            int before = 0;
            int slot = 0;
            while (slot < slots) {
                int level = level(slot, f);
                VarInt.write(out, level - before);
                int next = slot + 1;
                if (level == before) {
                    while (next < slots && same(next, slot, f)) {
                        next++;
                    }
                    VarInt.writeUnsigned(out, next - slot - 1);
                }
                before = level;
                slot = next;
            }
        }
    }

    /** Whether two slots are of the same level; values are rounded to levels already. */
    private boolean same(int slot, int other, int feature) {
        float a = get(slot, feature);
        float b = get(other, feature);
        return a == b || Float.isNaN(a) && Float.isNaN(b);
    }

    private int level(int slot, int feature) {
        float value = get(slot, feature);
        return Float.isNaN(value) ? UNKNOWN : Math.round(value / resolution);
    }

    void read(ByteBuffer in) {
        for (int f = 0; f < features; f++) {
            int level = 0;
            int slot = 0;
            while (slot < slots) {
                int step = (int) VarInt.read(in);
                level += step;
                int end = slot + 1 + (step == 0 ? VarInt.readUnsigned(in) : 0);
                if (end > slots) {
                    throw new BufferUnderflowException();
                }
                float value = level == UNKNOWN ? Float.NaN : level * resolution;
                for (; slot < end; slot++) {
                    values[slot * features + f] = value;
                }
            }
        }
    }
}
