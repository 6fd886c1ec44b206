package io.tidewatch.inference;

import io.tidewatch.model.Activation;
import io.tidewatch.model.DenseLayer;
import java.util.List;

/**
 * A layer in the Vector API ({@code jdk.incubator.vector}); loaded only where that module is.
 *
 * <p>Outputs are cut into panels two vectors wide (the last one may be one wide); a panel's weights stand together, input
 * by input. Six rows share each load of weights (a 6×2 register tile: twelve sums hide the latency of a multiply-add,
 * and with two weights and an input fit the 16 registers of AVX2); where there are three rows at most, three do. Each such
 * method is small and branch-free: the compiler then keeps the sums in
 * registers and allocates nothing.
 */
final class VectorLayer implements CompiledLayer {
    static final int LANES = VectorTiles.LANES;
    private static final int PANEL = VectorTiles.PANEL;

    /** Floats from an array's own start to the next cache line: its header takes 16 of 64 bytes. */
    private static final int TO_CACHE_LINE = 12;

    private static final int CACHE_LINE = 16;

    /** Floats that the cache next to the processor holds, about: weights that fit are fast wherever they are. */
    private static final int NEAR = 8_192;

    /** Floats of an array that G1 with regions of up to 4 MB sets apart. */
    private static final int SET_APART = 1 << 19;

    private final int inputs;
    private final int outputs;
    private final float[] weights;
    /** Where this layer's weights start. */
    private final int start;

    private final float[] bias;
    private final Activation activation;

    /** @param weights written from {@code start} on, {@link #size} of them */
    private VectorLayer(DenseLayer layer, float[] weights, int start) {
        this.inputs = Padding.toMultiple(layer.inputs(), 4);
        this.outputs = Padding.toMultiple(layer.outputs(), LANES);
        this.weights = weights;
        this.start = start;
        this.bias = new float[outputs];
        this.activation = layer.activation();
        for (int o = 0; o < layer.outputs(); o++) {
            bias[o] = layer.bias(o);
            int panel = o / PANEL * PANEL;
            int width = Math.min(PANEL, outputs - panel);
            for (int i = 0; i < layer.inputs(); i++) {
                weights[panel(panel) + i * width + (o - panel)] = layer.weight(i, o);
            }
        }
    }

    /**
     * Compiles layers whose weights stand in one array.
     *
     * <p>A vector of 64 bytes that does not start with a cache line straddles two, and a network's weights then come from
     * the second cache a third slower (measured: 92 GB/s, and 138 where they start with a line). Java does not say where an
     * array is. But G1 puts one that is large against its regions at a region's start, and never moves it: so the array
     * is made that large. With another collector that is a waste of 2 MB, and no harm else.
     */
    static CompiledLayer[] compile(List<DenseLayer> layers) {
        int total = TO_CACHE_LINE + layers.stream().mapToInt(VectorLayer::size).sum();
        float[] weights = new float[total < NEAR ? total : Math.max(total, SET_APART)];
        CompiledLayer[] compiled = new CompiledLayer[layers.size()];
        int start = TO_CACHE_LINE;
        for (int l = 0; l < compiled.length; l++) {
            compiled[l] = new VectorLayer(layers.get(l), weights, start);
            start += size(layers.get(l));
        }
        return compiled;
    }

    private static int size(DenseLayer layer) {
        int padded = Padding.toMultiple(layer.inputs(), 4) * Padding.toMultiple(layer.outputs(), LANES);
        return Padding.toMultiple(padded, CACHE_LINE);
    }

    /** Where the weights of the panel start that begins with an output. */
    private int panel(int output) {
        return start + output * inputs;
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
            VectorTiles.wideRow(weights, panel(panel), x, fours, count, bias, y, panel);
        }
        if (panel < outputs) {
            VectorTiles.narrowRow(weights, panel(panel), x, fours, count, bias, y, panel);
        }
    }

    @Override
    public boolean sharesWeights() {
        return true;
    }

    @Override
    public void applyToRows(float[][] x, int rows, int first, float[][] y) {
        startWithBias(y, rows);
        toRows(x, rows, first, y);
    }

    private void startWithBias(float[][] y, int rows) {
        for (int r = 0; r < rows; r++) {
            System.arraycopy(bias, 0, y[r], 0, outputs);
        }
    }

    private void toRows(float[][] x, int rows, int first, float[][] y) {
        int panel = first / PANEL * PANEL;
        if (rows > 3) {
            for (; panel + PANEL <= outputs; panel += PANEL) {
                VectorTiles.wideTile(weights, panel(panel), x, 0, inputs, y, panel);
            }
            if (panel < outputs) {
                VectorTiles.narrowTile(weights, panel(panel), x, 0, inputs, y, panel);
            }
        } else {
            for (; panel + PANEL <= outputs; panel += PANEL) {
                VectorTiles.wideTriple(weights, panel(panel), x, 0, inputs, y, panel);
            }
            if (panel < outputs) {
                VectorTiles.narrowTriple(weights, panel(panel), x, 0, inputs, y, panel);
            }
        }
    }

    @Override
    public void add(float[] x, int from, int to, float[] y) {
        int panel = 0;
        for (; panel + 2 * PANEL <= outputs; panel += 2 * PANEL) {
            VectorTiles.twoWideRuns(weights, panel(panel), panel(panel + PANEL), x, from, to, y, panel);
        }
        if (panel + PANEL <= outputs) {
            VectorTiles.wideRun(weights, panel(panel), x, from, to, y, panel);
            panel += PANEL;
        }
        if (panel < outputs) {
            VectorTiles.narrowRun(weights, panel(panel), x, from, to, y, panel);
        }
    }

    @Override
    public void applyFrom(float[][] x, int[] first, int rows, float[][] y) {
        startWithBias(y, rows);
        int panel = 0;
        while (panel + 2 * PANEL <= outputs && active(first, rows, panel + 2 * PANEL) == 1) {
            VectorTiles.twoWideRuns(weights, panel(panel), panel(panel + PANEL), x[0], 0, inputs, y[0], panel);
            panel += 2 * PANEL;
        }
        if (panel + PANEL <= outputs && active(first, rows, panel + PANEL) == 1) {
            VectorTiles.wideRun(weights, panel(panel), x[0], 0, inputs, y[0], panel);
            panel += PANEL;
        }
        toRows(x, rows, panel, y);
    }

    /** How many rows want an output before {@code end}. */
    private static int active(int[] first, int rows, int end) {
        int count = 0;
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
