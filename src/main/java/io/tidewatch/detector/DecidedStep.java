package io.tidewatch.detector;

import io.tidewatch.decision.Change;
import io.tidewatch.decision.ScoredStep;
import io.tidewatch.window.SharedSilence;
import io.tidewatch.window.Step;
import org.jspecify.annotations.Nullable;

/**
 * A scored step with its result.
 *
 * @param state of its entity
 * @param shared the silence that the entity reports for its whole source; null: none
 * @param scored the scores of its evidence
 * @param change how the step changed the entity's incident
 */
record DecidedStep(
        EntityState state,
        Step step,
        @Nullable SharedSilence shared,
        StepResult.Phase phase,
        ScoredStep scored,
        Change change) {}
