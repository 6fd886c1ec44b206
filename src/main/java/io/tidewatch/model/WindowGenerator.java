package io.tidewatch.model;

import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Samples synthetic normal windows from a model: a code is drawn, decoded, and put in the features' units. */
public final class WindowGenerator {
    /** Normalised values are kept within this: 74 scales of the median. */
    private static final double LARGEST = 5;

    private final InputLayout layout;
    private final List<DenseLayer> decoder;
    private final CodeSamples codes;
    private final Optional<DenseLayer> spread;
    private final List<FeatureUnit> units;

    /**
     * For a trained model.
     *
     * @throws IllegalArgumentException when it is of a family that cannot generate, or was stored without what is
     *     needed, saying what to do
     */
    public WindowGenerator(ModelArtifact artifact) {
        TrainedNetwork trained = artifact.trained();
        Network network = trained.network();
        if (trained.codes().isEmpty() || artifact.units().isEmpty()) {
            throw new IllegalArgumentException("model " + artifact.version() + " is of kind "
                    + artifact.spec().kind().label()
                    + ", which generates nothing; train one with --set model.kind=variational or"
                    + " --set model.kind=adversarial");
        }
        this.layout = network.layout();
        this.codes = trained.codes().get();
        int code = network.codeLayer().orElseThrow();
        this.decoder = network.layers().subList(code + 1, network.layers().size());
        this.spread = trained.spread();
        this.units = artifact.units();
    }

    public InputLayout layout() {
        return layout;
    }

    /**
     * Draws a window.
     *
     * @return {@code [steps × features]}, in the features' units
     */
    public double[] window(Random random) {
        float[] x = codes.draw(random);
        for (DenseLayer layer : decoder.subList(0, decoder.size() - 1)) {
            x = layer.answer(x);
        }
        float[] cells = decoder.get(decoder.size() - 1).answer(x);
        float[] logVariances = spread.isPresent() ? spread.get().answer(x) : new float[0];
        double[] window = new double[cells.length];
        for (int i = 0; i < cells.length; i++) {
            double noise = spread.isPresent() ? CellSpread.scale(logVariances[i]) * CellSpread.draw(random) : 0;
            double u = Math.max(-LARGEST, Math.min(LARGEST, cells[i] + noise));
            window[i] = units.get(i % layout.features()).denormalise(u);
        }
        return window;
    }
}
