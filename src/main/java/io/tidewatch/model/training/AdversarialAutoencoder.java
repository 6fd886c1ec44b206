package io.tidewatch.model.training;

import io.tidewatch.model.InputLayout;
import io.tidewatch.model.ModelKind;
import io.tidewatch.model.ModelSpec;
import io.tidewatch.model.Network;
import io.tidewatch.model.TrainedNetwork;
import io.tidewatch.model.TrainingWindows;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.StackVertex;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/**
 * A masked autoencoder that is trained against a discriminator (Goodfellow et al. 2014; over reconstructions as in
 * GANomaly, Akcay et al. 2018): a network that distinguishes real windows from reconstructed ones, and whose gradient
 * the autoencoder follows the other way, with a small weight. Both learn in the same step, see {@link
 * ReversedGradient}. The discriminator is needed for training only.
 */
final class AdversarialAutoencoder implements Trainee {
    private static final String WINDOW = "window";
    private static final String TARGET = "target";
    private static final String KNOWN = "known";
    private static final String CELLS = "cells";

    /**
     * Labels of real windows: a little below 1, which keeps the discriminator from being too sure (Salimans et al.
     * 2016).
     */
    private static final float REAL = 0.9f;

    private final InputLayout layout;
    private final ComputationGraph net;

    AdversarialAutoencoder(InputLayout layout, ComputationGraph net) {
        this.layout = layout;
        this.net = net;
    }

    static AdversarialAutoencoder create(ModelSpec spec, InputLayout layout) {
        ComputationGraph net = new ComputationGraph(configuration(spec, layout));
        net.init();
        return new AdversarialAutoencoder(layout, net);
    }

    static ComputationGraphConfiguration configuration(ModelSpec spec, InputLayout layout) {
        ComputationGraphConfiguration.GraphBuilder graph =
                Building.network(spec).graphBuilder().addInputs(WINDOW, TARGET, KNOWN);
        String from = WINDOW;
        int width = layout.width();
        List<Integer> hidden = Architecture.hidden(spec, layout);
        for (int l = 0; l < hidden.size(); l++) {
            graph.addLayer("generator-" + l, Building.dense(width, hidden.get(l), Activation.TANH), from);
            from = "generator-" + l;
            width = hidden.get(l);
        }
        int first = hidden.get(0);
        return graph.addLayer(CELLS, Building.dense(width, layout.cells(), Activation.IDENTITY), from)
                .addLayer(
                        "reconstruction",
                        new LossLayer.Builder(new WeightedHuberLoss())
                                .activation(Activation.IDENTITY)
                                .build(),
                        CELLS)
                // A missing cell is 0 in the real window, and must not distinguish the two.
                .addVertex("shown", new ElementWiseVertex(ElementWiseVertex.Op.Product), CELLS, KNOWN)
                .addLayer(
                        "reversed",
                        new ActivationLayer.Builder()
                                .activation(new ReversedGradient())
                                .build(),
                        "shown")
                .addVertex("both", new StackVertex(), TARGET, "reversed")
                .addLayer("discriminator", Building.dense(layout.cells(), first, Activation.TANH), "both")
                .addLayer(
                        "verdict",
                        new OutputLayer.Builder(LossFunctions.LossFunction.XENT)
                                .nIn(first)
                                .nOut(1)
                                .activation(Activation.SIGMOID)
                                .build(),
                        "discriminator")
                .setOutputs("reconstruction", "verdict")
                .build();
    }

    @Override
    public ModelKind kind() {
        return ModelKind.ADVERSARIAL;
    }

    @Override
    public void learn(MaskedBatch batch, double done, Random random) {
        int rows = batch.rows();
        float[] verdicts = new float[2 * rows];
        Arrays.fill(verdicts, 0, rows, REAL);
        try (INDArray windows = batch.inputs();
                INDArray targets = batch.targets();
                INDArray known = batch.known();
                INDArray labels = batch.labels();
                INDArray real = Nd4j.createFromArray(verdicts).reshape(2L * rows, 1)) {
            net.fit(new INDArray[] {windows, targets, known}, new INDArray[] {labels, real});
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
        try (INDArray none = Nd4j.zeros(windows.size(0), layout.cells())) {
            return net.output(false, windows, none, none)[0];
        }
    }

    @Override
    public Network network() {
        return Dl4jNetworks.network(
                layout,
                Arrays.stream(net.getLayers())
                        .filter(layer -> ofTheGenerator(layer.conf().getLayer().getLayerName()))
                        .toArray(Layer[]::new));
    }

    private static boolean ofTheGenerator(String name) {
        return name.startsWith("generator-") || name.equals(CELLS);
    }

    @Override
    public byte[] zip() {
        return Dl4jNetworks.write(net);
    }

    @Override
    public TrainedNetwork complete(TrainedNetwork trained, TrainingWindows windows) {
        return trained.withCodes(NormalCodes.of(trained.network(), windows, null));
    }

    @Override
    public void close() {
        net.close();
    }
}
