package io.tidewatch.evidence;

import io.tidewatch.codec.ShortFloat;
import java.util.Arrays;

/**
 * The raw evidence of one step: one magnitude per channel and feature. Reused from step to step by its owner; belongs to
 * one thread.
 */
public final class Evidence {
    private static final Channel[] CHANNELS = Channel.values();

    private final int features;
    private final float[] magnitudes;
    private final boolean[] ignored;
    private boolean anyIgnored;

    public Evidence(int features) {
        this.features = features;
        this.magnitudes = new float[size(features)];
        this.ignored = new boolean[size(features)];
        clear();
    }

    /** Magnitudes of a detector with so many features. */
    public static int size(int features) {
        return (CHANNELS.length - 1) * features + 1;
    }

    /** Where a channel's magnitude of a feature is; the feature counts only for channels that have one per feature. */
    public static int index(Channel channel, int feature, int features) {
        return channel.perFeature() ? channel.ordinal() * features + feature : (CHANNELS.length - 1) * features;
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

    void ignore(Channel channel, int feature) {
        ignored[index(channel, feature, features)] = true;
        anyIgnored = true;
    }

    void set(Channel channel, int feature, double magnitude) {
        magnitudes[index(channel, feature, features)] = ShortFloat.round((float) magnitude);
    }

    /**
     * A magnitude, 0 or more; NaN when it cannot be told (no model, unknown season, missing values). In the feature's
     * unit where {@link Channel#inUnitOfFeature}, in octaves for motion, in squared normalised units for {@link
     * Channel#WINDOW}. Kept to three digits.
     */
    public double magnitude(Channel channel, int feature) {
        return magnitude(index(channel, feature, features));
    }

    /** The {@linkplain #magnitude(Channel, int) magnitude} at an {@link #index}. */
    public float magnitude(int index) {
        return magnitudes[index];
    }

    /** Takes the magnitude at an {@link #index} for 0 when it is below this. */
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
     * Whether the magnitude at an {@link #index} is below what the feature's owner wants to hear of. It surprises nobody, but is learned like any
     * other: what exceeds that bound must not look rarer than it is.
     */
    public boolean ignored(int index) {
        return ignored[index];
    }
}
