package io.tidewatch.topology;

import java.util.function.Consumer;

/** Trains models, one at a time, on a thread of its own. */
public interface Trainer {

    /**
     * Begins a training, after the one before has ended or been cancelled.
     *
     * @param done receives what came of it, on the trainer's thread; nothing when it is cancelled. A model that won has
     *     been published by then.
     */
    void train(TrainingRequest request, Consumer<TrainingOutcome> done);

    /** Gives up the training that runs: another process may go on with it. Returns at once. */
    void cancel();
}
