package io.tidewatch.model;

import java.util.function.DoubleConsumer;
import org.jspecify.annotations.Nullable;

/** Learns a network from windows. The same windows, spec and start give the same network. */
public interface NetworkTrainer {

    /**
     * Trains.
     *
     * @param start a network of the same layout to go on from; null: from scratch
     * @param progress receives the share of the work done, 0..1, now and then
     * @throws IllegalArgumentException when there are no windows
     */
    TrainedNetwork train(
            ModelSpec spec, TrainingWindows windows, @Nullable TrainedNetwork start, DoubleConsumer progress);
}
