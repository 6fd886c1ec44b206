package io.tidewatch.evidence;

import io.tidewatch.codec.ShortFloat;
import java.util.Arrays;

/**
 * The raw evidence of one step: one magnitude per measure and feature. Reused from step to step by its owner; belongs
 * to one thread.
 */
public final class Evidence {
    private final int features;
    private final EvidenceLayout layout;
    private final float[] magnitudes;
    private final boolean[] ignored;
    private boolean anyIgnored;

    Evidence(int features, EvidenceLayout layout) {
        this.features = features;
        this.layout = layout;
        this.magnitudes = new float[layout.size(features)];
        this.ignored = new boolean[layout.size(features)];
        clear();
    }

    private int index(Measure measure, int feature) {
        return layout.index(measure, feature, features);
    }

    public int features() {
        return features;
    }

    void clear() {
        Arrays.fill(magnitudes, Float.NaN);
        if (anyIgnored) {
            Arrays.fill(ignored, false);
            anyIgnored = false;
        }
    }

    void ignore(Measure measure, int feature) {
        ignored[index(measure, feature)] = true;
        anyIgnored = true;
    }

    void set(Measure measure, int feature, double magnitude) {
        magnitudes[index(measure, feature)] = ShortFloat.round((float) magnitude);
    }

    /**
     * A magnitude, 0 or more; NaN when it is not known (no model, unknown season, missing values). In the feature's
     * unit where {@link Channel#inUnitOfFeature}, in octaves for movement, in squared normalised units for
     * the window error. Kept to three digits.
     */
    public double magnitude(Measure measure, int feature) {
        return magnitude(index(measure, feature));
    }

    /** The {@linkplain #magnitude(Measure, int) magnitude} at an {@linkplain EvidenceLayout#index index}. */
    public float magnitude(int index) {
        return magnitudes[index];
    }

    /** Sets the magnitude at an {@linkplain EvidenceLayout#index index} to 0 when it is below a bound. */
    public void flatten(int index, double least) {
        if (magnitudes[index] < least) {
            magnitudes[index] = 0;
        }
    }

    /** Whether anything is {@link #ignored}. */
    public boolean anyIgnored() {
        return anyIgnored;
    }

    /**
     * Whether the deviation at an {@linkplain EvidenceLayout#index index} is below its feature's {@code ignore-below}.
     * Its p-value becomes 1, but its magnitude is learned like any other, so that larger deviations do not look rarer
     * than they are.
     */
    public boolean ignored(int index) {
        return ignored[index];
    }
}
