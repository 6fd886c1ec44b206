package io.tidewatch.model.training;

import java.util.Arrays;
import java.util.Random;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/**
 * A plain autoencoder of single rows: tanh layers with a code a third as wide as the features, mean square error,
 * nothing hidden. It is what the detector's own networks are compared with.
 */
public final class PlainAutoencoder {
    /** What a call of the library costs outweighs its arithmetic on so few numbers: few, large batches. */
    private static final int BATCH = 512;

    private static final int GRADIENT_STEPS = 400;
    private static final double LEARNING_RATE = 1e-2;

    /** The learning rate falls after so many steps, along half a cosine; to set it costs as much as a step. */
    private static final int RATE_EVERY = 40;

    private PlainAutoencoder() {}

    /**
     * Trains on the first rows, and returns the mean square reconstruction error of all.
     *
     * @param rows {@code [rows × features]}, finite
     * @param trainRows one or more
     */
    public static double[] errors(float[][] rows, int trainRows, long seed) {
        MultiLayerNetwork net = untrained(rows[0].length, seed);
        try {
            train(net, rows, trainRows, seed);
            return errors(net, rows);
        } finally {
            net.close();
        }
    }

    private static void train(MultiLayerNetwork net, float[][] rows, int trainRows, long seed) {
        Random random = new Random(seed);
        float[][] batch = new float[Math.min(BATCH, trainRows)][];
        for (int step = 0; step < GRADIENT_STEPS; step++) {
            Arrays.setAll(batch, row -> rows[random.nextInt(trainRows)]);
            if (step % RATE_EVERY == 0) {
                net.setLearningRate(LEARNING_RATE * 0.5 * (1 + Math.cos(Math.PI * step / GRADIENT_STEPS)));
            }
            try (INDArray values = Nd4j.createFromArray(batch)) {
                net.fit(values, values);
            }
        }
    }

    private static double[] errors(MultiLayerNetwork net, float[][] rows) {
        double[] errors = new double[rows.length];
        // Always so many rows: with other numbers of them the library adds in another order.
        float[][] batch = new float[BATCH][];
        for (int first = 0; first < rows.length; first += BATCH) {
            int from = first;
            Arrays.setAll(batch, row -> rows[Math.min(from + row, rows.length - 1)]);
            try (INDArray values = Nd4j.createFromArray(batch);
                    INDArray differences = net.output(values, false).subi(values);
                    INDArray means = differences.muli(differences).mean(1)) {
                for (int row = from; row < Math.min(from + BATCH, rows.length); row++) {
                    errors[row] = means.getDouble(row - from);
                }
            }
        }
        return errors;
    }

    private static MultiLayerNetwork untrained(int features, long seed) {
        int code = Math.max(1, Math.round(features / 3f));
        MultiLayerNetwork net = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(seed)
                .updater(new Adam(LEARNING_RATE))
                .list()
                .layer(Building.dense(features, features, Activation.TANH))
                .layer(Building.dense(features, code, Activation.TANH))
                .layer(Building.dense(code, features, Activation.TANH))
                .layer(new OutputLayer.Builder(LossFunctions.LossFunction.MSE)
                        .nIn(features)
                        .nOut(features)
                        .activation(Activation.IDENTITY)
                        .build())
                .build());
        net.init();
        return net;
    }
}
