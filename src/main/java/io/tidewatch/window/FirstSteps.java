package io.tidewatch.window;

import io.tidewatch.event.FeatureMapping;
import java.nio.ByteBuffer;

/** The values of an entity's first steps, of which its scales are made: in the features' units, NaN is missing. */
final class FirstSteps {
    /** Steps whose plain quantiles start the scales. */
    static final int COUNT = 32;

    private final int features;
    /** {@code [steps × features]}. */
    private final double[] values;

    FirstSteps(int features) {
        this.features = features;
        this.values = new double[COUNT * features];
    }

    /** Takes a step in its place, the first being 0. */
    void add(Step step, int place) {
        for (int f = 0; f < features; f++) {
            values[place * features + f] = step.value(f);
        }
    }

    /** All values of a feature, in the order of the steps. */
    double[] of(int feature) {
        double[] all = new double[COUNT];
        for (int t = 0; t < COUNT; t++) {
            all[t] = values[t * features + feature];
        }
        return all;
    }

    /** The same with other features; of those that are not kept all values are missing. */
    FirstSteps withFeatures(FeatureMapping kept) {
        FirstSteps steps = new FirstSteps(kept.features());
        for (int t = 0; t < COUNT; t++) {
            for (int f = 0; f < steps.features; f++) {
                steps.values[t * steps.features + f] =
                        kept.kept(f) ? values[t * features + kept.before(f)] : Double.NaN;
            }
        }
        return steps;
    }

    void write(ByteBuffer out, int steps) {
        for (int i = 0; i < steps * features; i++) {
            out.putDouble(values[i]);
        }
    }

    void read(ByteBuffer in, int steps) {
        for (int i = 0; i < steps * features; i++) {
            values[i] = in.getDouble();
        }
    }
}
