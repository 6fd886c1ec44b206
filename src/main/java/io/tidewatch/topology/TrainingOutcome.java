package io.tidewatch.topology;

import io.tidewatch.learning.TrainingResult;

/** What came of a training. */
public sealed interface TrainingOutcome {

    /** It ended with a model that has been published, or with one that lost. */
    record Ended(TrainingResult result) implements TrainingOutcome {}

    /** @param fault why, and what to do */
    record Failed(String fault) implements TrainingOutcome {}
}
