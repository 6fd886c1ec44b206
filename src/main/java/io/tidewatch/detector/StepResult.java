package io.tidewatch.detector;

/**
 * How one closed step was judged.
 *
 * @param entity whose step
 * @param stepMs start of the step, epoch milliseconds
 * @param phase whether it could be judged yet
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
        /** Too few steps to judge anything, or inside the range the model was trained on. */
        LEARNING,
        /** Judged without a model: its own history and seasonal profile only. */
        WITHOUT_MODEL,
        /** Judged with everything. */
        FULL
    }
}
