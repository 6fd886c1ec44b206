package io.tidewatch.model;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * A trained network as numbers: dense layers in order, immutable, free of the library that trained it.
 *
 * @param layout of its input row; its output has {@link InputLayout#cells()} values
 * @param layers first to last
 */
public record Network(InputLayout layout, List<DenseLayer> layers) {

    public Network {
        layers = List.copyOf(layers);
        int width = layout.width();
        for (DenseLayer layer : layers) {
            if (layer.inputs() != width) {
                throw new IllegalArgumentException("a layer takes " + layer.inputs() + " inputs, not " + width);
            }
            width = layer.outputs();
        }
        if (width != layout.cells()) {
            throw new IllegalArgumentException("the network answers " + width + " values, not " + layout.cells());
        }
    }

    /**
     * Index of the layer that answers with the window's code: the narrowest of the hidden ones; empty when nothing is
     * hidden.
     */
    public OptionalInt codeLayer() {
        return IntStream.range(0, layers.size() - 1)
                .boxed()
                .min(Comparator.comparingInt(l -> layers.get(l).outputs()))
                .map(OptionalInt::of)
                .orElse(OptionalInt.empty());
    }

    /** Whether the code is the mean of a normal distribution: the code of a variational model alone is linear. */
    public boolean gaussianCode() {
        return codeLayer().isPresent() && layers.get(codeLayer().getAsInt()).activation() == Activation.IDENTITY;
    }

    /** The same up to the last layer, which is replaced. */
    public Network withLast(DenseLayer last) {
        List<DenseLayer> changed = new ArrayList<>(layers);
        changed.set(changed.size() - 1, last);
        return new Network(layout, changed);
    }
}
