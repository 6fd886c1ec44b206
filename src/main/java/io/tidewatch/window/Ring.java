package io.tidewatch.window;

import io.tidewatch.event.FeatureMapping;
import java.util.Arrays;

/**
 * A ring buffer of one number per cell of a window's steps; each new step overwrites the oldest. The first cells are
 * repeated after the last one, so that a whole vector can be read from any index.
 */
public final class Ring {
    /** Lanes of the longest vectors. */
    private static final int REPEATED = 16;

    private final int length;
    private final float[] values;

    /** All NaN. */
    Ring(int length) {
        this.length = length;
        this.values = new float[length + REPEATED];
        Arrays.fill(values, Float.NaN);
    }

    /** Cells of all steps. */
    public int length() {
        return length;
    }

    /** The values of all cells, then the first of them again. */
    public float[] values() {
        return values;
    }

    float get(int at) {
        return values[at];
    }

    void set(int at, float value) {
        values[at] = value;
        if (at < REPEATED) {
            values[length + at] = value;
        }
    }

    /** Takes the cells of the features that are kept from another ring of as many steps. */
    void take(Ring other, FeatureMapping kept, int steps) {
        int features = length / steps;
        int otherFeatures = other.length / steps;
        for (int f = 0; f < features; f++) {
            for (int t = 0; kept.kept(f) && t < steps; t++) {
                set(t * features + f, other.get(t * otherFeatures + kept.before(f)));
            }
        }
    }

    /** Copies all, from one of them on. */
    public void copy(int first, float[] target) {
        System.arraycopy(values, first, target, 0, length - first);
        System.arraycopy(values, 0, target, length - first, first);
    }
}
