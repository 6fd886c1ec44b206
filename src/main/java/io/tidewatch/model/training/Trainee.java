package io.tidewatch.model.training;

import io.tidewatch.model.ModelKind;
import io.tidewatch.model.Network;
import io.tidewatch.model.TrainedNetwork;
import io.tidewatch.model.TrainingWindows;
import java.util.Random;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A network in training: what the families do each in their own way. */
interface Trainee extends AutoCloseable {

    ModelKind kind();

    /**
     * Takes one gradient step.
     *
     * @param done share of the training done before, 0..1
     * @param random for what is drawn beside the batch
     */
    void learn(MaskedBatch batch, double done, Random random);

    /** The loss of the last step. */
    double loss();

    void setLearningRate(double rate);

    /**
     * Reconstructs windows, deterministically.
     *
     * @param windows {@code [rows, layout.width()]}
     * @return {@code [rows, layout.cells()]}
     */
    INDArray reconstruct(INDArray windows);

    /**
     * What {@link io.tidewatch.model.Scorer#divergence} says of a window.
     *
     * @param window {@code [1, layout.width()]}
     */
    default double divergence(INDArray window) {
        return 0;
    }

    /** The part that scoring needs, as numbers. */
    Network network();

    /** The library's own file of all of it, with the updater's state. */
    byte[] zip();

    /** Adds what this family knows beside the network. */
    default TrainedNetwork complete(TrainedNetwork trained, TrainingWindows windows) {
        return trained;
    }

    @Override
    void close();
}
