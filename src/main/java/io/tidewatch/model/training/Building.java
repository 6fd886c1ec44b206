package io.tidewatch.model.training;

import io.tidewatch.model.ModelSpec;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Adam;

/** What the networks of all families have in common. */
final class Building {
    static final double WEIGHT_DECAY = 1e-5;
    private static final double LARGEST_GRADIENT = 1.0;

    private Building() {}

    static NeuralNetConfiguration.Builder network(ModelSpec spec) {
        return new NeuralNetConfiguration.Builder()
                .seed(spec.seed())
                .weightInit(WeightInit.XAVIER)
                .updater(new Adam(spec.learningRate()))
                .l2(WEIGHT_DECAY)
                .gradientNormalization(GradientNormalization.ClipL2PerLayer)
                .gradientNormalizationThreshold(LARGEST_GRADIENT);
    }

    static DenseLayer dense(int inputs, int outputs, Activation activation) {
        return new DenseLayer.Builder()
                .nIn(inputs)
                .nOut(outputs)
                .activation(activation)
                .build();
    }
}
