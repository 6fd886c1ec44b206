package io.tidewatch.decision;

import java.util.concurrent.TimeUnit;

/**
 * When a score becomes an incident, from the alert budget.
 *
 * <p>A score is −log10 of a probability, so the budget gives the threshold. But the channels it is the mean of agree
 * more for one entity than for another; where they agree little, the score never comes near that threshold, and what
 * the entity's own score should exceed as often as the budget allows takes its place, within bounds ({@link
 * OwnThreshold}).
 *
 * @param falseAlertsPerDay budget: expected false alerts per entity and day
 * @param windowSteps window length L, steps; hold and refractory time are multiples of it
 * @param features that are scored
 * @param adaptAfterMs how long an incident may go on before what is odd in it is taken for the new normal, milliseconds
 */
public record AlertPolicy(double falseAlertsPerDay, int windowSteps, int features, long adaptAfterMs) {
    /** {@link #adaptAfterMs} unless set: a day, so that each time of the day has been seen with the new values. */
    public static final long USUAL_ADAPT_AFTER_MS = TimeUnit.DAYS.toMillis(1);

    private static final double DAY_MS = 86_400_000.0;

    /** With the usual time until the new normal. */
    public AlertPolicy(double falseAlertsPerDay, int windowSteps, int features) {
        this(falseAlertsPerDay, windowSteps, features, USUAL_ADAPT_AFTER_MS);
    }

    /**
     * The score that opens an incident.
     *
     * @param stepMs usual time between steps, milliseconds
     */
    public double threshold(double stepMs) {
        return thresholdOf(budget(stepMs));
    }

    /** The threshold of a {@link #budget}. */
    static double thresholdOf(double budget) {
        return Math.max(DecisionParameters.LOWEST_THRESHOLD, budget);
    }

    /** To what share of the threshold an entity's own usual scores may lower it. */
    double lowestShare() {
        return features == 1 ? DecisionParameters.LOWEST_SHARE_OF_ONE : DecisionParameters.LOWEST_SHARE;
    }

    /**
     * The budget as a score: −log10 of the share of an entity's steps that may be above its threshold.
     *
     * @param stepMs usual time between steps, milliseconds
     */
    double budget(double stepMs) {
        double stepsPerDay = Math.max(24, Math.min(DAY_MS / Math.max(stepMs, 1), DAY_MS / 1000));
        return -Math.log10(Math.min(0.5, DecisionParameters.STEPS_PER_FALSE_ALERT * falseAlertsPerDay / stepsPerDay));
    }

    /**
     * How far apart alerts of a probability are expected on normal data of one entity, milliseconds.
     *
     * <p>Where the entity's own usual scores lower its threshold, they are farther apart.
     *
     * @param probability per step
     * @param stepMs usual time between steps, milliseconds
     */
    public static double msBetweenAlerts(double probability, double stepMs) {
        return DecisionParameters.STEPS_PER_FALSE_ALERT * stepMs / probability;
    }

    /** Steps without evidence in the window after which what was odd is over. */
    int holdSteps() {
        return windowSteps;
    }

    /**
     * The refractory time: steps without evidence until which, after an incident, only something clearly worse opens
     * another.
     */
    int refractorySteps() {
        return DecisionParameters.REFRACTORY_WINDOWS * windowSteps;
    }

    /**
     * How much of an incident's pressure is left after a time: it falls to 1/e within the days in which the budget
     * allows one alert.
     */
    double pressureLeft(double ms) {
        return Math.exp(-falseAlertsPerDay * ms / DAY_MS);
    }

    /**
     * How much more it takes to open an incident of a {@linkplain DecisionParameters#YOUNG_MS young} entity: it must be
     * clearly worse.
     */
    static double beyondThresholdOfYoung(double ageMs) {
        return ageMs < DecisionParameters.YOUNG_MS ? DecisionParameters.CLEARLY_WORSE : 0;
    }

    /** Steps until the first update of an incident that goes on; each further one takes twice as long as the last. */
    int updateSteps() {
        return windowSteps;
    }

    /**
     * Normal steps in a row after which an incident closes: as many as it lasted, not fewer than {@value
     * DecisionParameters#SHORTEST_QUIET_STEPS}, not more than a window.
     *
     * @param lastedSteps from its first to its last anomalous step
     */
    int quietSteps(int lastedSteps) {
        return Math.min(windowSteps, Math.max(DecisionParameters.SHORTEST_QUIET_STEPS, lastedSteps));
    }

    /**
     * How much an incident matters to a person: by how far it goes beyond the threshold, and whether it lasts. What is
     * over after a step or two is never critical.
     *
     * @param beyondThreshold score of the peak less the threshold
     * @param anomalousSteps so far
     */
    static Severity severity(double beyondThreshold, int anomalousSteps) {
        if (beyondThreshold < DecisionParameters.MAJOR) {
            return Severity.WARNING;
        }
        return beyondThreshold >= DecisionParameters.CRITICAL && anomalousSteps >= DecisionParameters.LASTING_STEPS
                ? Severity.CRITICAL
                : Severity.MAJOR;
    }
}
