package io.tidewatch.model;

/** What training yields: the network as numbers, and the training library's own file of it. */
public final class TrainedNetwork {
    private final Network network;
    private final byte[] dl4jZip;
    private final double loss;

    /**
     * @param dl4jZip as {@code ModelSerializer} writes it, with the updater's state, so that training can go on
     * @param loss mean training loss of the last epoch
     */
    public TrainedNetwork(Network network, byte[] dl4jZip, double loss) {
        this.network = network;
        this.dl4jZip = dl4jZip.clone();
        this.loss = loss;
    }

    public Network network() {
        return network;
    }

    /** A copy of the training library's own file. */
    public byte[] dl4jZip() {
        return dl4jZip.clone();
    }

    public double loss() {
        return loss;
    }
}
