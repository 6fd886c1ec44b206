package io.tidewatch.topology;

/** A window to learn from, as bytes of {@link io.tidewatch.learning.TrainingSampleFormat}. */
final class SampledWindow implements Detected.ToTrainer {
    private final int partition;
    private final byte[] sample;

    /** @param sample not copied; must not be changed any more */
    SampledWindow(int partition, byte[] sample) {
        this.partition = partition;
        this.sample = sample;
    }

    @Override
    public int partition() {
        return partition;
    }

    /** Must not be changed. */
    byte[] sample() {
        return sample;
    }
}
