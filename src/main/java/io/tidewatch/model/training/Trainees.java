package io.tidewatch.model.training;

import io.tidewatch.model.InputLayout;
import io.tidewatch.model.ModelSpec;

/** Networks in training, by family. */
final class Trainees {
    private Trainees() {}

    /** An untrained network. */
    static Trainee create(ModelSpec spec, InputLayout layout) {
        return switch (spec.kind()) {
            case AUTOENCODER -> DenseAutoencoder.create(spec, layout);
            case VARIATIONAL -> VariationalAutoencoder.create(spec, layout);
            case ADVERSARIAL -> AdversarialAutoencoder.create(spec, layout);
        };
    }

    /**
     * A network to go on with.
     *
     * @throws IllegalArgumentException when the bytes are no network
     */
    static Trainee read(InputLayout layout, byte[] zip) {
        if (!Dl4jNetworks.isGraph(zip)) {
            return new DenseAutoencoder(layout, Dl4jNetworks.read(zip));
        }
        var graph = Dl4jNetworks.readGraph(zip);
        return graph.getConfiguration().getNetworkInputs().contains(VariationalAutoencoder.NOISE)
                ? new VariationalAutoencoder(layout, graph)
                : new AdversarialAutoencoder(layout, graph);
    }
}
