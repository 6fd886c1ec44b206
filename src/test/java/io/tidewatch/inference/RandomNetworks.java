package io.tidewatch.inference;

import io.tidewatch.model.Activation;
import io.tidewatch.model.DenseLayer;
import io.tidewatch.model.InputLayout;
import io.tidewatch.model.Network;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Seeded networks of any shape, and what they answer by plain arithmetic. */
final class RandomNetworks {

    private RandomNetworks() {}

    static Network network(long seed) {
        Random random = new Random(seed);
        InputLayout layout = new InputLayout(4 + random.nextInt(20), 1 + random.nextInt(5), random.nextInt(9));
        List<DenseLayer> layers = new ArrayList<>();
        int width = layout.width();
        int hidden = 1 + random.nextInt(3);
        for (int l = 0; l <= hidden; l++) {
            int outputs = l == hidden ? layout.cells() : 1 + random.nextInt(70);
            float[][] weights = new float[width][outputs];
            for (float[] row : weights) {
                for (int o = 0; o < outputs; o++) {
                    row[o] = (float) (random.nextGaussian() / Math.sqrt(width));
                }
            }
            float[] bias = new float[outputs];
            for (int o = 0; o < outputs; o++) {
                bias[o] = (float) random.nextGaussian();
            }
            layers.add(new DenseLayer(weights, bias, Activation.values()[random.nextInt(Activation.values().length)]));
            width = outputs;
        }
        return new Network(layout, layers);
    }

    static float[] inputs(Network network, int rows, long seed) {
        Random random = new Random(seed);
        float[] inputs = new float[rows * network.layout().width()];
        for (int i = 0; i < inputs.length; i++) {
            inputs[i] = random.nextInt(4) == 0 ? 0 : (float) random.nextGaussian();
        }
        return inputs;
    }

    static double[] reference(Network network, float[] inputs, int row) {
        double[] x = new double[network.layout().width()];
        for (int i = 0; i < x.length; i++) {
            x[i] = inputs[row * x.length + i];
        }
        for (DenseLayer layer : network.layers()) {
            double[] y = new double[layer.outputs()];
            for (int o = 0; o < y.length; o++) {
                double sum = layer.bias(o);
                for (int i = 0; i < x.length; i++) {
                    sum += x[i] * layer.weight(i, o);
                }
                y[o] = switch (layer.activation()) {
                    case IDENTITY -> sum;
                    case TANH -> Math.tanh(sum);
                    case RELU -> Math.max(0, sum);
                    case SIGMOID -> 1 / (1 + Math.exp(-sum));
                };
            }
            x = y;
        }
        return x;
    }
}
