package io.tidewatch.inference;

import io.tidewatch.model.Activation;
import io.tidewatch.model.DenseLayer;

/**
 * A layer in plain Java. Weights stand in one array per input, and four inputs are taken at a time: the shape that the
 * JIT compiler turns into vector instructions (it does not for one flat array).
 */
final class PlainLayer implements CompiledLayer {
    private final float[][] weights;
    private final float[] bias;
    private final Activation activation;

    PlainLayer(DenseLayer layer) {
        int outputs = Padding.toMultiple(layer.outputs(), 4);
        this.weights = new float[Padding.toMultiple(layer.inputs(), 4)][outputs];
        this.bias = new float[outputs];
        this.activation = layer.activation();
        for (int o = 0; o < layer.outputs(); o++) {
            bias[o] = layer.bias(o);
            for (int i = 0; i < layer.inputs(); i++) {
                weights[i][o] = layer.weight(i, o);
            }
        }
    }

    @Override
    public int inputs() {
        return weights.length;
    }

    @Override
    public int outputs() {
        return bias.length;
    }

    @Override
    public void apply(float[] x, int[] fours, int count, float[] y) {
        System.arraycopy(bias, 0, y, 0, bias.length);
        for (int k = 0; k < count; k++) {
            int i = 4 * fours[k];
            addFour(
                    x[i],
                    weights[i],
                    x[i + 1],
                    weights[i + 1],
                    x[i + 2],
                    weights[i + 2],
                    x[i + 3],
                    weights[i + 3],
                    y,
                    0,
                    bias.length);
        }
    }

    @Override
    public void add(float[] x, int from, int to, float[] y) {
        addFrom(x, from, to, y, 0);
    }

    /** Adds to the outputs from {@code first} on. */
    private void addFrom(float[] x, int from, int to, float[] y, int first) {
        int i = from;
        for (; i + 4 <= to; i += 4) {
            addFour(
                    x[i],
                    weights[i],
                    x[i + 1],
                    weights[i + 1],
                    x[i + 2],
                    weights[i + 2],
                    x[i + 3],
                    weights[i + 3],
                    y,
                    first,
                    bias.length);
        }
        for (; i < to; i++) {
            addOne(x[i], weights[i], y, first, bias.length);
        }
    }

    private static void addFour(
            float a,
            float[] wa,
            float b,
            float[] wb,
            float c,
            float[] wc,
            float d,
            float[] wd,
            float[] y,
            int first,
            int outputs) {
        for (int o = first; o < outputs; o++) {
            y[o] += a * wa[o] + b * wb[o] + c * wc[o] + d * wd[o];
        }
    }

    private static void addOne(float a, float[] wa, float[] y, int first, int outputs) {
        for (int o = first; o < outputs; o++) {
            y[o] += a * wa[o];
        }
    }

    @Override
    public void applyFrom(float[][] x, int[] first, int rows, float[][] y) {
        for (int row = 0; row < rows; row++) {
            System.arraycopy(bias, first[row], y[row], first[row], bias.length - first[row]);
            addFrom(x[row], 0, weights.length, y[row], first[row]);
        }
    }

    @Override
    public boolean sharesWeights() {
        return false;
    }

    @Override
    public void applyToRows(float[][] x, int rows, int first, float[][] y) {
        throw new UnsupportedOperationException("rows are taken one by one");
    }

    @Override
    public void activate(float[] y) {
        int outputs = bias.length;
        switch (activation) {
            case IDENTITY -> {}
            case TANH -> {
                for (int o = 0; o < outputs; o++) {
                    y[o] = Tanh.of(y[o]);
                }
            }
            case RELU -> {
                for (int o = 0; o < outputs; o++) {
                    y[o] = Math.max(0, y[o]);
                }
            }
            case SIGMOID -> {
                for (int o = 0; o < outputs; o++) {
                    y[o] = 0.5f + 0.5f * Tanh.of(0.5f * y[o]);
                }
            }
        }
    }
}
