package io.tidewatch.decision;

/**
 * When surprise becomes an incident, from the alert budget.
 *
 * <p>A surprise is −log10 of a probability, so the budget gives the threshold. But the opinions it is the mean of agree more
 * for one entity than for another; where they agree little, surprise never comes near that threshold, and the level that
 * the entity's own surprise should exceed as often as the budget allows takes its place, within bounds ({@link
 * IncidentTracker}).
 *
 * @param falseAlertsPerDay budget: expected false alerts per entity and day
 * @param windowSteps window length L, steps; incidents hold and rest in multiples of it
 * @param features that are judged
 */
public record AlertPolicy(double falseAlertsPerDay, int windowSteps, int features) {
    private static final double DAY_MS = 86_400_000.0;

    /**
     * Surprise that the peak must gain for an incident to be clearly worse. (With 1, more alerts were false and NAB's standard
     * score a point lower; from 1.5 to 2 it is the same.)
     */
    static final double CLEARLY_WORSE = 1.5;

    /** Share of the threshold that keeps an open incident open. */
    static final double HOLD_SHARE = 0.8;

    /** How much each incident raises the threshold while it is recent. (With half of it, NAB's standard score falls by one.) */
    static final double PRESSURE_PER_INCIDENT = 0.2;

    /**
     * Neighbouring steps share most of their evidence, and an incident swallows what follows it: about so many steps above
     * the threshold make one alert.
     */
    private static final double STEPS_PER_FALSE_ALERT = 12;

    /** Steps after which an entity's own usual surprises may lower its threshold. */
    static final int STEPS_OF_OWN = 150;

    /**
     * To what share of it they may, with several features and with one. What several features say is counted less what the
     * largest of so many usually is, so that their usual surprises lie lower. (With .75 for one, NAB's standard score falls
     * by nearly three points; with .75 for several, a fifth fewer anomalies of simulated servers are caught; with .5, half as
     * many false alerts again on these, and twice as many on the application servers of ASD.)
     */
    private static final double LOWEST_SHARE = 0.57;

    private static final double LOWEST_SHARE_OF_ONE = 0.95;

    /** Surprise beyond the threshold from which an incident is major, and from which it is critical when it lasts. */
    private static final double MAJOR = 2;

    private static final double CRITICAL = 5;

    /** Anomalous steps from which an incident lasts. */
    private static final int LASTING_STEPS = 3;

    /** The middle one of the horizons that evidence is gathered over, steps. */
    private static final int SHORTEST_QUIET_STEPS = 6;

    /** Lowest threshold: one step in a hundred, whatever the budget. */
    private static final double LOWEST_THRESHOLD = 2;

    /**
     * The surprise that opens an incident.
     *
     * @param stepMs usual time between steps, milliseconds
     */
    public double threshold(double stepMs) {
        return thresholdOf(budget(stepMs));
    }

    /** The threshold of a {@link #budget}. */
    static double thresholdOf(double budget) {
        return Math.max(LOWEST_THRESHOLD, budget);
    }

    /** To what share of the threshold an entity's own usual surprises may lower it. */
    double lowestShare() {
        return features == 1 ? LOWEST_SHARE_OF_ONE : LOWEST_SHARE;
    }

    /**
     * The budget as a surprise: −log10 of the share of an entity's steps that may be above its threshold.
     *
     * @param stepMs usual time between steps, milliseconds
     */
    double budget(double stepMs) {
        double stepsPerDay = Math.max(24, Math.min(DAY_MS / Math.max(stepMs, 1), DAY_MS / 1000));
        return -Math.log10(Math.min(0.5, STEPS_PER_FALSE_ALERT * falseAlertsPerDay / stepsPerDay));
    }

    /**
     * How far apart alerts of a probability are expected on normal data of one entity, milliseconds.
     *
     * <p>Where the entity's own usual surprises lower its threshold, they are farther apart.
     *
     * @param probability per step
     * @param stepMs usual time between steps, milliseconds
     */
    public static double msBetweenAlerts(double probability, double stepMs) {
        return STEPS_PER_FALSE_ALERT * stepMs / probability;
    }

    /** Steps without evidence in the window after which what was odd is over. */
    int holdSteps() {
        return windowSteps;
    }

    /**
     * Steps without evidence until which, after an incident, only something clearly worse opens another. (With three windows
     * NAB's standard score falls by nearly two points: it misses what comes next. From one and a half to two it is the same.)
     */
    int refractorySteps() {
        return 2 * windowSteps;
    }

    /**
     * How much of an incident's pressure is left after a time: it falls to 1/e within the days in which the budget allows
     * one alert.
     */
    double pressureLeft(double ms) {
        return Math.exp(-falseAlertsPerDay * ms / DAY_MS);
    }

    /**
     * How much more it takes to open an incident of an entity that is known for less than a day. It must be clearly
     * worse: what the entity does at other times of the day has not been seen yet. (Without this, forty servers with a
     * strong rhythm raised several times as many false alerts on their first day as the budget allows. The command
     * first-day in src/jmh counts them.)
     */
    static double beyondThresholdOfYoung(double ageMs) {
        return ageMs < DAY_MS ? CLEARLY_WORSE : 0;
    }

    /** Steps until the first update of an incident that goes on; each further one takes twice as long as the last. */
    int updateSteps() {
        return windowSteps;
    }

    /**
     * Normal steps in a row after which an incident closes: as many as it lasted, not fewer than {@value
     * #SHORTEST_QUIET_STEPS}, not more than a window.
     *
     * @param lastedSteps from its first to its last anomalous step
     */
    int quietSteps(int lastedSteps) {
        return Math.min(windowSteps, Math.max(SHORTEST_QUIET_STEPS, lastedSteps));
    }

    /**
     * How much an incident matters to a person: by how far it goes beyond the threshold, and whether it lasts. What is
     * over after a step or two is never critical.
     *
     * @param beyondThreshold surprise of the peak less the threshold
     * @param anomalousSteps so far
     */
    static Severity severity(double beyondThreshold, int anomalousSteps) {
        if (beyondThreshold < MAJOR) {
            return Severity.WARNING;
        }
        return beyondThreshold >= CRITICAL && anomalousSteps >= LASTING_STEPS ? Severity.CRITICAL : Severity.MAJOR;
    }
}
