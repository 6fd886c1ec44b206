package io.tidewatch.topology;

import io.tidewatch.learning.TrainingRun;
import io.tidewatch.learning.TrainingSet;
import io.tidewatch.model.ModelArtifact;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a training is to learn from, and what its model is held against.
 *
 * @param windows read on the trainer's thread, once
 * @param active the model that it goes on from; null: there is none
 */
public record TrainingRequest(
        TrainingRun run,
        Supplier<TrainingSet> windows,
        @Nullable ModelArtifact active) {}
