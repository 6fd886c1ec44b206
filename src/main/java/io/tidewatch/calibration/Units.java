package io.tidewatch.calibration;

import io.tidewatch.evidence.Channels;
import io.tidewatch.evidence.Measure;
import io.tidewatch.window.Window;

/**
 * The unit of each feature at one step, which all channels of the feature share; 1 for magnitudes without one. Computed
 * once a step, since it takes a square root. Reused from step to step by its owner; belongs to one thread.
 */
final class Units {
    private final int features;
    /** One per feature, then 1 for magnitudes that have none. */
    private final double[] units;

    private final int[] buckets;
    /** The index of each sketch's unit. */
    private final int[] ofSketch;

    Units(int features) {
        this.features = features;
        this.units = new double[features + 1];
        this.buckets = new int[features + 1];
        set(features, 1);
        this.ofSketch = new int[Channels.LAYOUT.size(features)];
        for (Measure measure : Channels.MEASURES) {
            for (int f = 0; f < (measure.channel().perFeature() ? features : 1); f++) {
                ofSketch[Channels.LAYOUT.index(measure, f, features)] =
                        measure.channel().inUnitOfFeature() ? f : features;
            }
        }
    }

    /** Takes the units of a window's features. */
    void take(Window window) {
        for (int f = 0; f < features; f++) {
            set(f, window.scale(f).unit());
        }
    }

    private void set(int index, double unit) {
        units[index] = unit;
        buckets[index] = LogBuckets.of((float) unit);
    }

    /** The index of a sketch's unit. */
    int index(int sketch) {
        return ofSketch[sketch];
    }

    double unit(int index) {
        return units[index];
    }

    /** The bucket of a unit: most magnitudes are near it. */
    int bucket(int index) {
        return buckets[index];
    }
}
