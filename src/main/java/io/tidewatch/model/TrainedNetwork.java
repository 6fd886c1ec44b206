package io.tidewatch.model;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What training yields: the network as numbers, the training library's own file of it, its answers to a probe. */
public final class TrainedNetwork {
    private final Network network;
    private final byte[] dl4jZip;
    private final double loss;
    private final @Nullable ProbeAnswers probe;
    private final @Nullable DenseLayer spread;
    private final @Nullable CodeSamples codes;
    private final List<Regression> regressions;

    /**
     * Without answers to the probe.
     *
     * @param dl4jZip as {@code ModelSerializer} writes it, with the updater's state, so that training can go on
     * @param loss mean training loss of the last epoch
     */
    public TrainedNetwork(Network network, byte[] dl4jZip, double loss) {
        this(network, dl4jZip, loss, null, null, null, List.of());
    }

    private TrainedNetwork(
            Network network,
            byte[] dl4jZip,
            double loss,
            @Nullable ProbeAnswers probe,
            @Nullable DenseLayer spread,
            @Nullable CodeSamples codes,
            List<Regression> regressions) {
        if (probe != null && !probe.layout().equals(network.layout())) {
            throw new IllegalArgumentException(
                    "answers to a probe for " + probe.layout() + ", network for " + network.layout());
        }
        this.network = network;
        this.dl4jZip = dl4jZip.clone();
        this.loss = loss;
        this.probe = probe;
        this.spread = spread;
        this.codes = codes;
        this.regressions = List.copyOf(regressions);
    }

    /** The same with what the training library answers to the probe. */
    public TrainedNetwork withProbe(ProbeAnswers answers) {
        return new TrainedNetwork(network, dl4jZip, loss, answers, spread, codes, regressions);
    }

    /**
     * The same with a second last layer, which answers with the logarithm of each cell's squared scale, see
     * {@link CellSpread}.
     *
     * @throws IllegalArgumentException when it does not fit in the place of the network's last layer
     */
    public TrainedNetwork withSpread(DenseLayer layer) {
        network.withLast(layer);
        return new TrainedNetwork(network, dl4jZip, loss, probe, layer, codes, regressions);
    }

    /**
     * The same with the codes of normal windows.
     *
     * @throws IllegalArgumentException when they are not as wide as the network's code
     */
    public TrainedNetwork withCodes(CodeSamples samples) {
        int code = network.codeLayer().orElse(-1);
        if (code < 0 || network.layers().get(code).outputs() != samples.width()) {
            throw new IllegalArgumentException("codes of width " + samples.width() + " for another network");
        }
        return new TrainedNetwork(network, dl4jZip, loss, probe, spread, samples, regressions);
    }

    /**
     * The same with what is likely of a feature by what it was before and by what the others are, one for each channel
     * that asks.
     *
     * @throws IllegalArgumentException when one is of another number of features
     */
    public TrainedNetwork withRegressions(List<Regression> learned) {
        int features = network.layout().features();
        for (Regression regression : learned) {
            if (regression.features() != features) {
                throw new IllegalArgumentException(
                        "a regression of " + regression.features() + " features for a network of " + features);
            }
        }
        return new TrainedNetwork(network, dl4jZip, loss, probe, spread, codes, learned);
    }

    /** What is likely of a feature, by channel; empty for models of older releases. */
    public List<Regression> regressions() {
        return regressions;
    }

    public Network network() {
        return network;
    }

    /** A copy of the training library's own file. */
    public byte[] dl4jZip() {
        return dl4jZip.clone();
    }

    /** What the training library answers to the probe; empty when it was not asked. */
    public Optional<ProbeAnswers> probe() {
        return Optional.ofNullable(probe);
    }

    /** The layer that computes how far off each cell usually is; only a variational model has one. */
    public Optional<DenseLayer> spread() {
        return Optional.ofNullable(spread);
    }

    /** Where the codes of normal windows lie; empty for a model that cannot generate. */
    public Optional<CodeSamples> codes() {
        return Optional.ofNullable(codes);
    }

    public double loss() {
        return loss;
    }
}
