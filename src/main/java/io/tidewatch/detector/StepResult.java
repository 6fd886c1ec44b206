package io.tidewatch.detector;

/**
 * The result of one closed step.
 *
 * @param entity whose step
 * @param stepMs start of the step, epoch milliseconds
 * @param phase whether it could be scored yet
 * @param score 0..1, higher is more anomalous; 0 while learning
 * @param point point evidence, −log10 of its tail probability
 * @param contextual contextual evidence, likewise
 * @param collective collective evidence, likewise
 * @param alert an incident is open after this step
 * @param raised an alert was published as OPEN or as clearly worse at this step
 * @param kind of the open incident: point, contextual, collective; empty when none is open
 */
public record StepResult(
        String entity,
        long stepMs,
        Phase phase,
        double score,
        double point,
        double contextual,
        double collective,
        boolean alert,
        boolean raised,
        String kind) {

    /** How far an entity's learning has come. */
    public enum Phase {
        /** Not scored: there are too few steps, or the model was trained on this one. */
        LEARNING,
        /** Scored without a model: by the entity's own history only. */
        WITHOUT_MODEL,
        /** Scored by all channels. */
        FULL
    }
}
