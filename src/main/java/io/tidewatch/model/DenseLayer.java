package io.tidewatch.model;

/** One fully connected layer: {@code y = activation(x · W + b)}, immutable. */
public final class DenseLayer {
    private final float[][] weights;
    private final float[] bias;
    private final Activation activation;

    /**
     * @param weights {@code [inputs][outputs]}
     * @param bias {@code [outputs]}
     * @throws IllegalArgumentException when the shapes do not fit, or a number is not finite
     */
    public DenseLayer(float[][] weights, float[] bias, Activation activation) {
        this.weights = new float[weights.length][];
        for (int i = 0; i < weights.length; i++) {
            if (weights[i].length != bias.length) {
                throw new IllegalArgumentException(
                        "row " + i + " has " + weights[i].length + " weights for " + bias.length + " outputs");
            }
            this.weights[i] = weights[i].clone();
            requireFinite(this.weights[i]);
        }
        this.bias = bias.clone();
        requireFinite(this.bias);
        this.activation = activation;
    }

    private static void requireFinite(float[] numbers) {
        for (float number : numbers) {
            if (!Float.isFinite(number)) {
                throw new IllegalArgumentException("a weight is not finite: " + number);
            }
        }
    }

    public int inputs() {
        return weights.length;
    }

    public int outputs() {
        return bias.length;
    }

    public float weight(int input, int output) {
        return weights[input][output];
    }

    public float bias(int output) {
        return bias[output];
    }

    public Activation activation() {
        return activation;
    }

    /**
     * What the layer answers, by the plainest arithmetic: for rare use.
     *
     * @param x {@code [inputs]}
     * @return {@code [outputs]}
     */
    public float[] answer(float[] x) {
        float[] y = new float[bias.length];
        for (int o = 0; o < y.length; o++) {
            double sum = bias[o];
            for (int i = 0; i < weights.length; i++) {
                sum += (double) x[i] * weights[i][o];
            }
            y[o] = (float) activation.of(sum);
        }
        return y;
    }
}
