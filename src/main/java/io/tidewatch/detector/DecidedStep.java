package io.tidewatch.detector;

import io.tidewatch.decision.IncidentTracker;
import io.tidewatch.decision.ScoredStep;
import io.tidewatch.window.SharedSilence;
import io.tidewatch.window.Step;
import org.jspecify.annotations.Nullable;

/**
 * A step that the detector has decided about.
 *
 * @param state of its entity
 * @param shared what the entity tells for all of its source; null: nothing
 * @param scored what the evidence came to
 * @param change what became of the entity's incident
 */
record DecidedStep(
        EntityState state,
        Step step,
        @Nullable SharedSilence shared,
        StepResult.Phase phase,
        ScoredStep scored,
        IncidentTracker.Change change) {}
