package io.tidewatch.scoring;

import io.tidewatch.model.Activation;
import io.tidewatch.model.DenseLayer;

/**
 * A layer in the Vector API ({@code jdk.incubator.vector}); loaded only where that module is.
 *
 * <p>Outputs are cut into panels two vectors wide (the last one may be one wide); a panel's weights stand together, input
 * by input. Four rows share each load of weights (a 4×2 register tile: eight sums hide the latency of a multiply-add,
 * and fit the 16 registers of AVX2). A single row takes four inputs at a time instead, also into eight sums. Each such
 * method is small and branch-free: the compiler then keeps the sums in registers and allocates nothing.
 */
final class VectorLayer implements CompiledLayer {
    static final int LANES = VectorTiles.LANES;
    private static final int PANEL = VectorTiles.PANEL;

    private final int inputs;
    private final int outputs;
    private final float[] weights;
    private final float[] bias;
    private final Activation activation;

    VectorLayer(DenseLayer layer) {
        this.inputs = Padding.toMultiple(layer.inputs(), 4);
        this.outputs = Padding.toMultiple(layer.outputs(), LANES);
        this.weights = new float[inputs * outputs];
        this.bias = new float[outputs];
        this.activation = layer.activation();
        for (int o = 0; o < layer.outputs(); o++) {
            bias[o] = layer.bias(o);
            int panel = o / PANEL * PANEL;
            int width = Math.min(PANEL, outputs - panel);
            for (int i = 0; i < layer.inputs(); i++) {
                weights[panel * inputs + i * width + (o - panel)] = layer.weight(i, o);
            }
        }
    }

    @Override
    public int inputs() {
        return inputs;
    }

    @Override
    public int outputs() {
        return outputs;
    }

    @Override
    public void apply(float[] x, int[] fours, int count, float[] y) {
        int panel = 0;
        for (; panel + PANEL <= outputs; panel += PANEL) {
            VectorTiles.wideRow(weights, panel * inputs, x, fours, count, bias, y, panel);
        }
        if (panel < outputs) {
            VectorTiles.narrowRow(weights, panel * inputs, x, fours, count, bias, y, panel);
        }
    }

    @Override
    public boolean takesFourRows() {
        return true;
    }

    @Override
    public void applyToFourRows(float[][] x, float[][] y) {
        int panel = 0;
        for (; panel + PANEL <= outputs; panel += PANEL) {
            VectorTiles.wideTile(
                    weights, panel * inputs, inputs, x[0], x[1], x[2], x[3], bias, y[0], y[1], y[2], y[3], panel);
        }
        if (panel < outputs) {
            VectorTiles.narrowTile(
                    weights, panel * inputs, inputs, x[0], x[1], x[2], x[3], bias, y[0], y[1], y[2], y[3], panel);
        }
    }

    @Override
    public void add(float[] x, int from, int to, float[] y) {
        int panel = 0;
        for (; panel + PANEL <= outputs; panel += PANEL) {
            VectorTiles.wideRun(weights, panel * inputs, x, from, to, y, panel);
        }
        if (panel < outputs) {
            VectorTiles.narrowRun(weights, panel * inputs, x, from, to, y, panel);
        }
    }

    @Override
    public void applyFrom(float[][] x, int[] first, int rows, float[][] y) {
        int panel = 0;
        int active = 0;
        for (; panel + PANEL <= outputs; panel += PANEL) {
            active = active(first, rows, active, panel + PANEL);
            int from = panel * inputs;
            if (active > 2) {
                VectorTiles.wideTile(
                        weights, from, inputs, x[0], x[1], x[2], x[3], bias, y[0], y[1], y[2], y[3], panel);
            } else if (active == 2) {
                VectorTiles.widePair(weights, from, inputs, x[0], x[1], bias, y[0], y[1], panel);
            } else if (active == 1) {
                System.arraycopy(bias, panel, y[0], panel, PANEL);
                VectorTiles.wideRun(weights, from, x[0], 0, inputs, y[0], panel);
            }
        }
        if (panel < outputs && active(first, rows, active, outputs) > 0) {
            VectorTiles.narrowTile(
                    weights, panel * inputs, inputs, x[0], x[1], x[2], x[3], bias, y[0], y[1], y[2], y[3], panel);
        }
    }

    /** How many rows want an output before {@code end}; not fewer than {@code active}. */
    private static int active(int[] first, int rows, int active, int end) {
        int count = active;
        while (count < rows && first[count] < end) {
            count++;
        }
        return count;
    }

    @Override
    public void activate(float[] y) {
        switch (activation) {
            case IDENTITY -> {}
            case TANH -> VectorActivations.tanh(y, outputs);
            case RELU -> VectorActivations.relu(y, outputs);
            case SIGMOID -> {
                VectorActivations.scale(y, outputs, 0.5f, 0f);
                VectorActivations.tanh(y, outputs);
                VectorActivations.scale(y, outputs, 0.5f, 0.5f);
            }
        }
    }
}
