package io.tidewatch.evidence;

import io.tidewatch.window.DeviationFilter;
import java.util.ArrayList;
import java.util.List;

/** The value that each measure expected in each cell of a window, kept for an explanation. Immutable. */
public final class Expectations {
    private final int features;
    private final List<double[]> byMeasure;
    /** The reconstruction with nothing hidden, normalised; empty without a model. */
    private final float[] reconstructed;
    /** The row that the window made for the network, nothing hidden; empty without a model. */
    private final float[] input;

    private final DeviationFilters filters;

    private Expectations(
            int features, List<double[]> byMeasure, float[] reconstructed, float[] input, DeviationFilters filters) {
        this.features = features;
        this.byMeasure = byMeasure;
        this.reconstructed = reconstructed;
        this.input = input;
        this.filters = filters;
    }

    static Expectations of(WindowView view) {
        boolean model = view.reconstruction().present();
        List<double[]> byMeasure = new ArrayList<>();
        for (MeasuringChannel channel : Channels.MEASURING) {
            for (Measure measure : Channels.measures(channel)) {
                boolean known = model || !channel.ofModel();
                byMeasure.add(known ? of(view, channel, measure) : new double[0]);
            }
        }
        float[] reconstructed = new float[model ? view.steps() * view.features() : 0];
        for (int i = 0; i < reconstructed.length; i++) {
            reconstructed[i] = view.reconstruction().shown(i / view.features(), i % view.features());
        }
        float[] input = model ? view.reconstruction().inputs().clone() : new float[0];
        return new Expectations(view.features(), byMeasure, reconstructed, input, view.filters());
    }

    private static double[] of(WindowView view, MeasuringChannel channel, Measure measure) {
        double[] expected = new double[view.steps() * view.features()];
        for (int i = 0; i < expected.length; i++) {
            expected[i] = channel.expected(view, measure, i / view.features(), i % view.features());
        }
        return expected;
    }

    /** The value that a measure expected in a cell, in the feature's unit; NaN when it expected none. */
    public double of(Measure measure, int step, int feature) {
        double[] expected = byMeasure.get(measure.index());
        return expected.length == 0 ? Double.NaN : expected[step * features + feature];
    }

    /** Whether a model has reconstructed the window. */
    public boolean reconstructed() {
        return reconstructed.length > 0;
    }

    /** The model's reconstruction of a cell when nothing was hidden, in normalised units. */
    public float reconstruction(int step, int feature) {
        return reconstructed[step * features + feature];
    }

    /** The row that the window made for the network, nothing hidden; a copy. */
    public float[] input() {
        return input.clone();
    }

    /** The deviation filter of a feature. */
    public DeviationFilter filter(int feature) {
        return filters.of(feature);
    }
}
