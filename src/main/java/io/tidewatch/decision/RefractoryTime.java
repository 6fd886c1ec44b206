package io.tidewatch.decision;

/**
 * The refractory time of one entity: after an incident, only something clearly worse opens another. Its two numbers are
 * not side by side in an entity's stored state, so {@link IncidentTracker} stores them.
 */
final class RefractoryTime {
    private int stepsSinceActive;
    private double lastPeak;

    /** Starts when the refractory time, in steps, has passed. */
    RefractoryTime(int refractorySteps) {
        stepsSinceActive = refractorySteps;
    }

    /** Takes over what was stored. */
    void restore(int storedStepsSinceActive, double storedLastPeak) {
        stepsSinceActive = storedStepsSinceActive;
        lastPeak = storedLastPeak;
    }

    /**
     * Takes a step at which no episode is open. Evidence that goes on below the threshold prolongs the refractory time;
     * once it is over, such evidence begins no new one.
     *
     * @param odd whether the score would keep an episode open
     * @return the score that opens another incident; negative infinity when any does
     */
    double step(boolean odd, AlertPolicy policy) {
        boolean runs = stepsSinceActive < policy.refractorySteps();
        stepsSinceActive = runs && odd ? 0 : Math.min(stepsSinceActive + 1, policy.refractorySteps());
        return runs ? lastPeak + DecisionParameters.CLEARLY_WORSE : Double.NEGATIVE_INFINITY;
    }

    void opened() {
        stepsSinceActive = 0;
    }

    /**
     * Takes a step of the open episode.
     *
     * @param odd whether the score keeps it open
     * @return whether it is over
     */
    boolean overAfter(boolean odd, AlertPolicy policy) {
        stepsSinceActive = odd ? 0 : stepsSinceActive + 1;
        return stepsSinceActive >= policy.holdSteps();
    }

    void closed(double peak) {
        lastPeak = peak;
    }

    /** Something on schedule has come: as after an incident, but only while it is still in the window. */
    void scheduled(double usualPeak, AlertPolicy policy) {
        lastPeak = usualPeak;
        stepsSinceActive = policy.refractorySteps() - policy.holdSteps();
    }

    /** Steps since evidence was last odd enough for an episode. */
    int stepsSinceActive() {
        return stepsSinceActive;
    }

    /** Highest score of the last episode, or of what came on schedule since. */
    double lastPeak() {
        return lastPeak;
    }
}
