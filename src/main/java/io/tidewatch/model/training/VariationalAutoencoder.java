package io.tidewatch.model.training;

import io.tidewatch.model.CodeSamples;
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
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * A variational masked autoencoder (Kingma and Welling 2014). The encoder gives mean and log-variance of the code; the
 * code is drawn from them with noise that comes in as an input, so that seeds stay ours; the decoder gives each cell
 * and the logarithm of its squared scale. It learns by the evidence lower bound with a weight β on the divergence
 * (Higgins et al. 2017) that grows from 0. Reconstruction takes the mean for the code.
 */
final class VariationalAutoencoder implements Trainee {
    static final String NOISE = "noise";

    /** Weight of the divergence once it has grown. */
    private static final double BETA = 0.2;

    /** Share of the training during which it grows. */
    private static final double WARM_UP = 0.3;

    /** Codes begin almost without noise, so that the decoder has something to learn from. */
    private static final double FIRST_LOG_VARIANCE = -3;

    private static final String WINDOW = "window";
    private static final String MEAN = "mean";
    private static final String LOG_VARIANCE = "log-variance";
    private static final String CELLS = "cells";
    private static final String SPREAD = "spread";

    private final InputLayout layout;
    private final ComputationGraph net;
    private final int codeWidth;

    VariationalAutoencoder(InputLayout layout, ComputationGraph net) {
        this.layout = layout;
        this.net = net;
        this.codeWidth = (int) net.getLayer(MEAN).getParam("b").length();
    }

    static VariationalAutoencoder create(ModelSpec spec, InputLayout layout) {
        ComputationGraph net = new ComputationGraph(configuration(spec, layout));
        net.init();
        return new VariationalAutoencoder(layout, net);
    }

    static ComputationGraphConfiguration configuration(ModelSpec spec, InputLayout layout) {
        List<Integer> hidden = Architecture.hidden(spec, layout);
        int code = Architecture.narrowest(hidden);
        ComputationGraphConfiguration.GraphBuilder graph =
                Building.network(spec).graphBuilder().addInputs(WINDOW, NOISE);
        String from = WINDOW;
        int width = layout.width();
        for (int l = 0; l < code; l++) {
            graph.addLayer("encoder-" + l, Building.dense(width, hidden.get(l), Activation.TANH), from);
            from = "encoder-" + l;
            width = hidden.get(l);
        }
        int codeWidth = hidden.get(code);
        DenseLayer logVariance = new DenseLayer.Builder()
                .nIn(width)
                .nOut(codeWidth)
                .activation(Activation.IDENTITY)
                .biasInit(FIRST_LOG_VARIANCE)
                .build();
        graph.addLayer(MEAN, Building.dense(width, codeWidth, Activation.IDENTITY), from)
                .addLayer(LOG_VARIANCE, logVariance, from)
                .addLayer(
                        "deviation",
                        new ActivationLayer.Builder()
                                .activation(new DeviationActivation())
                                .build(),
                        LOG_VARIANCE)
                .addVertex("shift", new ElementWiseVertex(ElementWiseVertex.Op.Product), "deviation", NOISE)
                .addVertex("code", new ElementWiseVertex(ElementWiseVertex.Op.Add), MEAN, "shift");
        from = "code";
        width = codeWidth;
        for (int l = code + 1; l < hidden.size(); l++) {
            graph.addLayer("decoder-" + l, Building.dense(width, hidden.get(l), Activation.TANH), from);
            from = "decoder-" + l;
            width = hidden.get(l);
        }
        return graph.addLayer(CELLS, Building.dense(width, layout.cells(), Activation.IDENTITY), from)
                .addLayer(SPREAD, Building.dense(width, layout.cells(), Activation.IDENTITY), from)
                .addVertex("told", new MergeVertex(), CELLS, SPREAD)
                .addLayer("likelihood", loss(new CellLikelihood()), "told")
                .addVertex("posterior", new MergeVertex(), MEAN, LOG_VARIANCE)
                .addLayer("divergence", loss(new CodeDivergence()), "posterior")
                .setOutputs("likelihood", "divergence")
                .build();
    }

    private static LossLayer loss(org.nd4j.linalg.lossfunctions.ILossFunction function) {
        return new LossLayer.Builder(function).activation(Activation.IDENTITY).build();
    }

    @Override
    public ModelKind kind() {
        return ModelKind.VARIATIONAL;
    }

    @Override
    public void learn(MaskedBatch batch, double done, Random random) {
        float[] noise = new float[batch.rows() * codeWidth];
        for (int i = 0; i < noise.length; i++) {
            noise[i] = (float) random.nextGaussian();
        }
        double beta = BETA * Math.min(1, done / WARM_UP) / layout.cells();
        try (INDArray windows = batch.inputs();
                INDArray labels = batch.labels();
                INDArray drawn = Nd4j.createFromArray(noise).reshape(batch.rows(), codeWidth);
                INDArray weights = Nd4j.valueArrayOf(new long[] {batch.rows(), 2L * codeWidth}, (float) beta)) {
            net.fit(new INDArray[] {windows, drawn}, new INDArray[] {labels, weights});
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
        try (INDArray none = Nd4j.zeros(windows.size(0), codeWidth)) {
            return net.output(false, windows, none)[0]
                    .get(NDArrayIndex.all(), NDArrayIndex.interval(0, layout.cells()))
                    .dup();
        }
    }

    @Override
    public double divergence(INDArray window) {
        try (INDArray none = Nd4j.zeros(1, codeWidth)) {
            INDArray mean =
                    net.output(false, window, none)[1].get(NDArrayIndex.all(), NDArrayIndex.interval(0, codeWidth));
            return 0.5 * mean.mul(mean).sumNumber().doubleValue();
        }
    }

    @Override
    public Network network() {
        return Dl4jNetworks.network(
                layout,
                Arrays.stream(net.getLayers())
                        .filter(layer ->
                                onThePathOfTheMean(layer.conf().getLayer().getLayerName()))
                        .toArray(Layer[]::new));
    }

    private static boolean onThePathOfTheMean(String name) {
        return name.startsWith("encoder-") || name.startsWith("decoder-") || name.equals(MEAN) || name.equals(CELLS);
    }

    @Override
    public byte[] zip() {
        return Dl4jNetworks.write(net);
    }

    @Override
    public TrainedNetwork complete(TrainedNetwork trained, TrainingWindows windows) {
        CodeSamples codes = NormalCodes.of(trained.network(), windows, Dl4jNetworks.dense(net.getLayer(LOG_VARIANCE)));
        return trained.withSpread(Dl4jNetworks.dense(net.getLayer(SPREAD))).withCodes(codes);
    }

    @Override
    public void close() {
        net.close();
    }
}
