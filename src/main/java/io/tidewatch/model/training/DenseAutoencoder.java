package io.tidewatch.model.training;

import io.tidewatch.model.InputLayout;
import io.tidewatch.model.ModelKind;
import io.tidewatch.model.ModelSpec;
import io.tidewatch.model.Network;
import java.util.Random;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A dense masked autoencoder: tanh layers, identity output, the loss of {@link WeightedHuberLoss}. */
final class DenseAutoencoder implements Trainee {
    private final InputLayout layout;
    private final MultiLayerNetwork net;

    DenseAutoencoder(InputLayout layout, MultiLayerNetwork net) {
        this.layout = layout;
        this.net = net;
    }

    static DenseAutoencoder create(ModelSpec spec, InputLayout layout) {
        MultiLayerNetwork net = new MultiLayerNetwork(configuration(spec, layout));
        net.init();
        return new DenseAutoencoder(layout, net);
    }

    static MultiLayerConfiguration configuration(ModelSpec spec, InputLayout layout) {
        NeuralNetConfiguration.ListBuilder list = Building.network(spec).list();
        int width = layout.width();
        for (int hidden : Architecture.hidden(spec, layout)) {
            list.layer(Building.dense(width, hidden, Activation.TANH));
            width = hidden;
        }
        list.layer(new OutputLayer.Builder(new WeightedHuberLoss())
                .nIn(width)
                .nOut(layout.cells())
                .activation(Activation.IDENTITY)
                .build());
        return list.build();
    }

    @Override
    public ModelKind kind() {
        return ModelKind.AUTOENCODER;
    }

    @Override
    public void learn(MaskedBatch batch, double done, Random random) {
        try (INDArray inputs = batch.inputs();
                INDArray labels = batch.labels()) {
            net.fit(inputs, labels);
        }
    }

    @Override
    public double loss() {
        return net.score();
    }

    @Override
    public void setLearningRate(double rate) {
        net.setLearningRate(rate);
    }

    @Override
    public INDArray reconstruct(INDArray windows) {
        return net.output(windows, false);
    }

    @Override
    public Network network() {
        return Dl4jNetworks.network(layout, net.getLayers());
    }

    @Override
    public byte[] zip() {
        return Dl4jNetworks.write(net);
    }

    @Override
    public void close() {
        net.close();
    }
}
