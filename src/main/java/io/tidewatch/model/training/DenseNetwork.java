package io.tidewatch.model.training;

import io.tidewatch.model.DenseLayer;
import io.tidewatch.model.Network;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A network's numbers as a network of Deeplearning4j, to be asked only. */
final class DenseNetwork {
    private final Network network;
    private final MultiLayerNetwork net;

    DenseNetwork(Network network) {
        this.network = network;
        NeuralNetConfiguration.ListBuilder list = new NeuralNetConfiguration.Builder().list();
        for (DenseLayer layer : network.layers()) {
            list.layer(Building.dense(layer.inputs(), layer.outputs(), activation(layer)));
        }
        this.net = new MultiLayerNetwork(list.build());
        net.init();
        for (int l = 0; l < network.layers().size(); l++) {
            DenseLayer layer = network.layers().get(l);
            try (INDArray weights = Nd4j.createFromArray(weights(layer));
                    INDArray bias = Nd4j.createFromArray(bias(layer)).reshape(1, layer.outputs())) {
                net.getLayer(l).getParam("W").assign(weights);
                net.getLayer(l).getParam("b").assign(bias);
            }
        }
    }

    private static Activation activation(DenseLayer layer) {
        return switch (layer.activation()) {
            case IDENTITY -> Activation.IDENTITY;
            case TANH -> Activation.TANH;
            case RELU -> Activation.RELU;
            case SIGMOID -> Activation.SIGMOID;
        };
    }

    private static float[][] weights(DenseLayer layer) {
        float[][] weights = new float[layer.inputs()][layer.outputs()];
        for (int i = 0; i < layer.inputs(); i++) {
            for (int o = 0; o < layer.outputs(); o++) {
                weights[i][o] = layer.weight(i, o);
            }
        }
        return weights;
    }

    private static float[] bias(DenseLayer layer) {
        float[] bias = new float[layer.outputs()];
        for (int o = 0; o < bias.length; o++) {
            bias[o] = layer.bias(o);
        }
        return bias;
    }

    /** See {@link Trainee#reconstruct}. */
    INDArray reconstruct(INDArray windows) {
        return net.output(windows, false);
    }

    /** See {@link Trainee#divergence}. */
    double divergence(INDArray window) {
        if (!network.gaussianCode()) {
            return 0;
        }
        INDArray mean = net.feedForwardToLayer(network.codeLayer().getAsInt(), window, false)
                .get(network.codeLayer().getAsInt() + 1);
        return 0.5 * mean.mul(mean).sumNumber().doubleValue();
    }
}
