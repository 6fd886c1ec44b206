package io.tidewatch.model;

import java.util.List;

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
}
