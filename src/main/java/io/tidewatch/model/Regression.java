package io.tidewatch.model;

import java.util.Arrays;

/**
 * What is likely of each feature, as a linear function of what the other features are at the same steps and of what it was
 * itself at steps before. All in deviations from the usual, in scales; immutable.
 */
public final class Regression {
    /** {@code [lags][features]}: what each feature's own step before weighs, the newest first. */
    private final float[][] before;
    /** {@code [features][features]}: from the deviation of one to what it makes likely of each; 0 on the diagonal. */
    private final float[][] others;

    private final float[] bias;

    /**
     * @param layer {@code [lags + features → features]}: first what a feature's own steps before weigh, the newest first,
     *     then what the features weigh
     * @throws IllegalArgumentException when it has fewer inputs than outputs
     */
    public Regression(DenseLayer layer) {
        int features = layer.outputs();
        int lags = layer.inputs() - features;
        if (lags < 0) {
            throw new IllegalArgumentException(
                    "a regression of " + features + " features has only " + layer.inputs() + " inputs");
        }
        this.before = new float[lags][features];
        this.others = new float[features][features];
        this.bias = new float[features];
        for (int f = 0; f < features; f++) {
            bias[f] = layer.bias(f);
            for (int lag = 0; lag < lags; lag++) {
                before[lag][f] = layer.weight(lag, f);
            }
            for (int other = 0; other < features; other++) {
                others[other][f] = layer.weight(lags + other, f);
            }
        }
    }

    /** All of it as one layer, as the constructor takes it. */
    public DenseLayer layer() {
        float[][] weights = Arrays.copyOf(before, before.length + others.length);
        System.arraycopy(others, 0, weights, before.length, others.length);
        return new DenseLayer(weights, bias, Activation.IDENTITY);
    }

    public int features() {
        return bias.length;
    }

    /** Steps before that it looks at. */
    public int lags() {
        return before.length;
    }

    /** Starts a sum: what is likely when nothing else is known. */
    public void start(float[] likely) {
        System.arraycopy(bias, 0, likely, 0, bias.length);
    }

    /** Adds what a step before makes likely; its deviations start at an index, a missing one is 0. */
    public void addBefore(int lag, float[] deviations, int at, float[] likely) {
        float[] weights = before[lag];
        for (int f = 0; f < weights.length; f++) {
            likely[f] += weights[f] * deviations[at + f];
        }
    }

    /** Adds what one feature's deviation makes likely of the others. */
    public void addOther(int feature, float deviation, float[] likely) {
        float[] weights = others[feature];
        for (int f = 0; f < weights.length; f++) {
            likely[f] += weights[f] * deviation;
        }
    }
}
