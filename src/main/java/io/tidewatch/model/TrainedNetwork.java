package io.tidewatch.model;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What training yields: the network as numbers, the training library's own file of it, its answers to a probe. */
public final class TrainedNetwork {
    private final Network network;
    private final byte[] dl4jZip;
    private final double loss;
    private final @Nullable ProbeAnswers probe;

    /**
     * Without answers to the probe.
     *
     * @param dl4jZip as {@code ModelSerializer} writes it, with the updater's state, so that training can go on
     * @param loss mean training loss of the last epoch
     */
    public TrainedNetwork(Network network, byte[] dl4jZip, double loss) {
        this(network, dl4jZip, loss, null);
    }

    private TrainedNetwork(Network network, byte[] dl4jZip, double loss, @Nullable ProbeAnswers probe) {
        if (probe != null && !probe.layout().equals(network.layout())) {
            throw new IllegalArgumentException(
                    "answers to a probe for " + probe.layout() + ", network for " + network.layout());
        }
        this.network = network;
        this.dl4jZip = dl4jZip.clone();
        this.loss = loss;
        this.probe = probe;
    }

    /** The same with what the training library answers to the probe. */
    public TrainedNetwork withProbe(ProbeAnswers answers) {
        return new TrainedNetwork(network, dl4jZip, loss, answers);
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

    public double loss() {
        return loss;
    }
}
