package io.tidewatch.calibration;

import io.tidewatch.evidence.Channel;
import io.tidewatch.window.Window;

/**
 * What magnitudes are measured by at one step: the unit of each feature, or 1. All channels of a feature share it, and it
 * takes a root. Reused from step to step by its owner; belongs to one thread.
 */
public final class Units {
    private final int features;
    /** Per feature, then of what has none. */
    private final double[] units;

    private final int[] bins;

    public Units(int features) {
        this.features = features;
        this.units = new double[features + 1];
        this.bins = new int[features + 1];
        set(features, 1);
    }

    /** Takes the units of a window's features. */
    public void take(Window window) {
        for (int f = 0; f < features; f++) {
            set(f, window.scale(f).unit());
        }
    }

    private void set(int index, double unit) {
        units[index] = unit;
        bins[index] = LogBuckets.of((float) unit);
    }

    /** Where the unit of a channel's feature is. */
    int index(Channel channel, int feature) {
        return channel.inUnitOfFeature() ? feature : features;
    }

    double unit(int index) {
        return units[index];
    }

    /** The bin of a unit, which most magnitudes are near. */
    int bin(int index) {
        return bins[index];
    }
}
