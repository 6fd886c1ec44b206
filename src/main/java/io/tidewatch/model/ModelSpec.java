package io.tidewatch.model;

import java.util.List;

/**
 * What network to build, and how to train it.
 *
 * @param kind the family
 * @param hidden widths of the hidden layers, first to last; empty: chosen from the window's shape
 * @param epochs passes over the training windows; 0: chosen from their number
 * @param batch windows per gradient step
 * @param learningRate of Adam
 * @param seed of the weights, the masks and the shuffling
 */
public record ModelSpec(ModelKind kind, List<Integer> hidden, int epochs, int batch, double learningRate, long seed) {

    public static final ModelSpec DEFAULT = new ModelSpec(ModelKind.AUTOENCODER, List.of(), 0, 128, 3e-3, 7);

    public ModelSpec {
        hidden = List.copyOf(hidden);
    }
}
