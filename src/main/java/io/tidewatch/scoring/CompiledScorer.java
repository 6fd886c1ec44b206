package io.tidewatch.scoring;

import io.tidewatch.model.Activation;
import io.tidewatch.model.DenseLayer;
import io.tidewatch.model.InputLayout;
import io.tidewatch.model.Network;
import io.tidewatch.model.Scorer;

/**
 * A network compiled to fused loops in plain Java: bias, product and activation in one pass, no library, no allocation
 * per call once a thread has its buffers. Immutable, and safe for many threads.
 *
 * <p>Weights stand in one array per input, and four inputs are taken at a time: the shape that the compiler turns into
 * vector instructions. Inputs that are 0 (hidden or missing cells and their mask) are skipped in fours.
 */
public final class CompiledScorer implements Scorer {
    private final InputLayout layout;
    private final Layer[] layers;
    private final int widest;
    private final ThreadLocal<float[][]> scratch;

    /** One layer, its weights as {@code [inputs][outputs]}. */
    private static final class Layer {
        private final float[][] weights;
        private final float[] bias;
        private final Activation activation;

        private Layer(DenseLayer layer) {
            this.weights = new float[layer.inputs()][layer.outputs()];
            this.bias = new float[layer.outputs()];
            this.activation = layer.activation();
            for (int o = 0; o < bias.length; o++) {
                bias[o] = layer.bias(o);
                for (int i = 0; i < weights.length; i++) {
                    weights[i][o] = layer.weight(i, o);
                }
            }
        }
    }

    private CompiledScorer(Network network) {
        this.layout = network.layout();
        this.layers = network.layers().stream().map(Layer::new).toArray(Layer[]::new);
        this.widest =
                network.layers().stream().mapToInt(DenseLayer::outputs).max().orElse(0);
        this.scratch = ThreadLocal.withInitial(() -> new float[2][widest]);
    }

    /** Compiles a network. */
    public static Scorer compile(Network network) {
        return new CompiledScorer(network);
    }

    @Override
    public InputLayout layout() {
        return layout;
    }

    @Override
    public void score(float[] inputs, int rows, float[] outputs) {
        if (inputs.length < rows * layout.width() || outputs.length < rows * layout.cells()) {
            throw new IllegalArgumentException("arrays too short for " + rows + " rows of " + layout);
        }
        float[][] buffers = scratch.get();
        for (int row = 0; row < rows; row++) {
            float[] from = inputs;
            int offset = row * layout.width();
            for (int l = 0; l < layers.length; l++) {
                float[] to = buffers[l & 1];
                apply(layers[l], from, offset, to);
                from = to;
                offset = 0;
            }
            System.arraycopy(from, 0, outputs, row * layout.cells(), layout.cells());
        }
    }

    private static void apply(Layer layer, float[] x, int offset, float[] y) {
        float[][] weights = layer.weights;
        int inputs = weights.length;
        int outputs = layer.bias.length;
        System.arraycopy(layer.bias, 0, y, 0, outputs);
        int i = 0;
        for (; i + 4 <= inputs; i += 4) {
            float a = x[offset + i];
            float b = x[offset + i + 1];
            float c = x[offset + i + 2];
            float d = x[offset + i + 3];
            if (a != 0 || b != 0 || c != 0 || d != 0) {
                addFour(a, weights[i], b, weights[i + 1], c, weights[i + 2], d, weights[i + 3], y, outputs);
            }
        }
        for (; i < inputs; i++) {
            float a = x[offset + i];
            float[] w = weights[i];
            for (int o = 0; o < outputs; o++) {
                y[o] += a * w[o];
            }
        }
        activate(layer.activation, y, outputs);
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
            int outputs) {
        for (int o = 0; o < outputs; o++) {
            y[o] += a * wa[o] + b * wb[o] + c * wc[o] + d * wd[o];
        }
    }

    private static void activate(Activation activation, float[] y, int count) {
        switch (activation) {
            case IDENTITY -> {}
            case TANH -> {
                for (int o = 0; o < count; o++) {
                    y[o] = tanh(y[o]);
                }
            }
            case RELU -> {
                for (int o = 0; o < count; o++) {
                    y[o] = Math.max(0, y[o]);
                }
            }
            case SIGMOID -> {
                for (int o = 0; o < count; o++) {
                    y[o] = 0.5f + 0.5f * tanh(0.5f * y[o]);
                }
            }
        }
    }

    /**
     * Rational approximation of tanh, within 4e-7 of it everywhere: the minimax quotient of odd degree 13 over even degree
     * 6 that Eigen uses ({@code ptanh_float}), with the argument clamped where tanh is ±1 in single precision.
     */
    static float tanh(float x) {
        float z = Math.max(-7.90531110763549805f, Math.min(7.90531110763549805f, x));
        float s = z * z;
        float p = -2.76076847742355e-16f;
        p = p * s + 2.00018790482477e-13f;
        p = p * s + -8.60467152213735e-11f;
        p = p * s + 5.12229709037114e-08f;
        p = p * s + 1.48572235717979e-05f;
        p = p * s + 6.37261928875436e-04f;
        p = p * s + 4.89352455891786e-03f;
        float q = 1.19825839466702e-06f;
        q = q * s + 1.18534705686654e-04f;
        q = q * s + 2.26843463243900e-03f;
        q = q * s + 4.89352518554385e-03f;
        return z * p / q;
    }
}
