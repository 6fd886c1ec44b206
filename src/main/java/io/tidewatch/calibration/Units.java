package io.tidewatch.calibration;

import io.tidewatch.evidence.Channels;
import io.tidewatch.evidence.Evidence;
import io.tidewatch.evidence.Measure;
import io.tidewatch.window.Window;

/**
 * What magnitudes are measured by at one step: the unit of each feature, or 1. All channels of a feature share it, and
 * it takes a root. Reused from step to step by its owner; belongs to one thread.
 */
final class Units {
    private final int features;
    /** Per feature, then of what has none. */
    private final double[] units;

    private final int[] bins;
    /** Per sketch where its unit is. */
    private final int[] ofSketch;

    Units(int features) {
        this.features = features;
        this.units = new double[features + 1];
        this.bins = new int[features + 1];
        set(features, 1);
        this.ofSketch = new int[Evidence.size(features)];
        for (Measure measure : Channels.MEASURES) {
            for (int f = 0; f < (measure.channel().perFeature() ? features : 1); f++) {
                ofSketch[Evidence.index(measure, f, features)] =
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
        bins[index] = LogBuckets.of((float) unit);
    }

    /** Where the unit of a sketch is. */
    int index(int sketch) {
        return ofSketch[sketch];
    }

    double unit(int index) {
        return units[index];
    }

    /** The bin of a unit, which most magnitudes are near. */
    int bin(int index) {
        return bins[index];
    }
}
