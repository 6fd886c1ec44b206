package io.tidewatch.topology;

import io.tidewatch.learning.IntakeStatus;
import io.tidewatch.learning.TrainingRun;
import org.jspecify.annotations.Nullable;

/**
 * How far learning has come, in the instance that has the trainer's task.
 *
 * @param here whether this instance has it
 * @param intake the windows, the next training, drift
 * @param running the training that runs; null: none
 * @param last what came of the last training since the start; null: there was none
 */
public record TrainerStatus(
        boolean here,
        IntakeStatus intake,
        @Nullable TrainingRun running,
        @Nullable Last last) {

    /** A training that is over. */
    public record Last(TrainingRun run, TrainingOutcome outcome) {}
}
