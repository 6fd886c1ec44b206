package io.tidewatch.decision;

import java.util.concurrent.TimeUnit;

/**
 * The tuned numbers of the decision: what fuses p-values into a score, and a score into incidents.
 *
 * <p>Each says its unit, what changes when it changes, and after "Again:" what measures it again. A suite is a run of
 * {@code tidewatch evaluate}: <b>nab</b>, <b>smd</b> (machines), <b>asd</b> (application servers), <b>mgab</b> (a
 * chaotic series), with {@code --data DIR}; <b>synthetic</b> (simulated servers, and {@code synthetic-drift}, whose
 * load grows) needs no data. A test holds the behaviour only, not the best value. "Chosen" means that no search is
 * recorded. The {@linkplain EvidencePattern patterns of evidence} are a table of their own.
 */
final class DecisionParameters {
    private DecisionParameters() {}

    // Budget and incidents: AlertPolicy, EpisodeTracker, IncidentLife.

    /**
     * What the peak must gain for an incident to be clearly worse; score. With 1, more alerts were false and NAB's
     * standard score a point lower; from 1.5 to 2 it is the same. Again: nab, synthetic.
     */
    static final double CLEARLY_WORSE = 1.5;

    /** What keeps an open incident open; share of the threshold. Chosen. Again: nab. */
    static final double HOLD_SHARE = 0.8;

    /**
     * Steps above the threshold that make one alert: neighbouring steps share most of their evidence, and an incident
     * swallows what follows it. Again: the false alerts per day of synthetic, against the budget.
     */
    static final double STEPS_PER_FALSE_ALERT = 12;

    /** Lowest threshold; score. One step in a hundred, whatever the budget. Chosen. */
    static final double LOWEST_THRESHOLD = 2;

    /**
     * Refractory time; windows. With three, NAB's standard score falls by nearly two points: it misses what comes next.
     * From one and a half to two it is the same. Again: nab.
     */
    static final int REFRACTORY_WINDOWS = 2;

    /**
     * How long an entity is young; milliseconds. To open an incident then takes {@link #CLEARLY_WORSE} more: what the
     * entity does at other times of the day has not been seen yet. Without this, forty servers with a strong rhythm
     * raised several times as many false alerts on their first day as the budget allows. Again: {@code mvn -q -Pjmh
     * test-compile exec:exec@first-day}.
     */
    static final long YOUNG_MS = TimeUnit.DAYS.toMillis(1);

    /** Normal steps in a row that close the shortest incident: the middle one of the horizons of evidence. Chosen. */
    static final int SHORTEST_QUIET_STEPS = 6;

    /** From where on an incident is major; score beyond the threshold. Chosen. */
    static final double MAJOR = 2;

    /** From where on an incident that lasts is critical; score beyond the threshold. Chosen. */
    static final double CRITICAL = 5;

    /** Anomalous steps from which an incident lasts. Chosen; held by IncidentTrackerTest. */
    static final int LASTING_STEPS = 3;

    // The entity's own threshold: OwnThreshold.

    /** Steps after which an entity's own usual scores may lower its threshold. Chosen. Again: nab. */
    static final int STEPS_OF_OWN = 150;

    /**
     * To what share of the budget's threshold they may, with several features. Their scores are counted less what the
     * largest of so many usually is, so that their usual scores lie lower than those of one feature. With .75, a fifth
     * fewer anomalies of simulated servers are caught; with .5, half as many false alerts again on these, and twice as
     * many on the application servers. Again: synthetic, asd.
     */
    static final double LOWEST_SHARE = 0.57;

    /** The same share with one feature. With .75, NAB's standard score falls by nearly three points. Again: nab. */
    static final double LOWEST_SHARE_OF_ONE = 0.95;

    /**
     * Share of the threshold that an exponential tail gives: the mean of several channels has a lighter one. With .85,
     * servers whose load grows by a percent a day alert more than twice as often as the budget allows. Again: synthetic
     * (the drift).
     */
    static final double LIGHTER_TAIL = 0.9;

    /** Usual scores that differ by less say the same; score. Chosen. */
    static final double SMALLEST_DIFFERENCE = 0.02;

    // Recent incidents: RecentIncidents, TransientPenalty.

    /**
     * By how much each incident raises the threshold while it is recent; score. With half of it, NAB's standard score
     * falls by one point. Again: nab.
     */
    static final double PRESSURE_PER_INCIDENT = 0.2;

    /**
     * An incident of so many odd steps or fewer is transient; steps. What is in a window of several steps outlasts a
     * single value. Chosen.
     */
    static final int LONGEST_TRANSIENT_STEPS = 6;

    /** What has been odd for so many steps is not transient; steps. Chosen; held by TransientPenaltyTest. */
    static final int SHOWN_STEPS = 3;

    /**
     * By how much each recent transient incident raises the threshold; score. On what is free of anomalies in the
     * training data of servers and machines, alerts become rarer by a quarter to a half; on simulated servers a third
     * fewer are false, and one in fifteen single values is missed. Again: synthetic, asd, smd.
     */
    static final double PENALTY_PER_TRANSIENT = 0.75;

    /** Taken off the recent transient incidents before they count: from the first, half. Again: synthetic. */
    static final double FREE_TRANSIENTS = 0.5;

    // Kind of an episode: EpisodeKind.

    /**
     * Newest values that are odd for longer are a collective anomaly; share of the window. Again: the kinds in the
     * report of synthetic; held by EpisodeKindTest.
     */
    static final double COLLECTIVE_SHARE = 11.0 / 32;

    /** So many far-off values are points, more are a run; steps. Again: the kinds in the report of synthetic. */
    static final int MOST_POINTS = 2;

    // Schedules: DailySchedule, MonthlySchedule. Chosen; held by DailyScheduleTest and MonthlyScheduleTest.

    /** What happens once a week, or not at weekends, is found again; days. */
    static final int REMEMBERED_DAYS = 7;

    /**
     * How long something is remembered for its next month: longer than any with the longest tolerance; milliseconds.
     */
    static final long REMEMBERED_MONTH_MS = TimeUnit.DAYS.toMillis(35);

    /** Starts on schedule may be so far apart, or by a step where that is longer; milliseconds. */
    static final long SCHEDULE_TOLERANCE_MS = TimeUnit.MINUTES.toMillis(10);

    /** By the month they may be no farther apart: the next day is another day, however long a step is; milliseconds. */
    static final long LONGEST_MONTHLY_TOLERANCE_MS = TimeUnit.HOURS.toMillis(12);

    /** Days, or months, on which something is news. */
    static final int NEWS = 2;

    /** Starts that each schedule remembers at most; a bound on the stored state. */
    static final int MOST_SCHEDULED = 8;

    // Fusion: ForecastSkill, FeaturePooling, ScoreFusion.

    /**
     * A channel of the model with less skill only repeats what the distance from the median says; {@linkplain
     * ForecastSkill skill}, a ratio. On NAB, whose series a model often cannot predict, leaving it out is worth two
     * points at any budget; on simulated servers it ranks contextual anomalies a tenth better. Again: nab, synthetic.
     */
    static final double REPEATS_MEDIAN = 5.0 / 3;

    /**
     * Where another expectation has more skill, the distance from the median says nothing about what is odd; skill.
     * Chosen. Again: mgab, nab.
     */
    static final double WELL_PREDICTED = 5;

    /**
     * What the highest score of a feature weighs, among the highest of all features; the rest is their mean. The same
     * for the strongest measure of a channel. Share. Chosen.
     */
    static final double WEIGHT_OF_HIGHEST = 0.5;

    /**
     * The stronger half of the channels decides alone up to the square of this many features, about six, with more
     * less, by the square root: what is in many features shows in many channels, and the strongest of many is often a
     * chance. On machines of 38 features the mean of all channels ranks best. Square root of a number of features.
     * Again: smd, asd.
     */
    static final double ALL_WEIGHT = 2.5;

    /**
     * What the mean of the channels weighs beside their pattern; factor. So much that servers whose load grows alert no
     * more than twice as often as the budget allows. The mean alone decides while nothing is known of how the features
     * go together: what is then odd in the patterns is often only rare. (On NAB, of one feature, they cost one to four
     * points.) Again: synthetic (the drift), nab.
     */
    static final double MEAN_WEIGHT = 0.275;

    /** What the pattern of the channels weighs; factor. Again: as {@link #MEAN_WEIGHT}. */
    static final double PATTERN_WEIGHT = 0.7;

    /**
     * By which power of the weight of the strongest channels patterns weigh less: they too are the strongest of
     * several. At full weight, machines of 19 and 38 features alerted five to six times as often as the budget allows
     * on their normal rows, now twice; how steps are ranked hardly depends on it. Exponent. Again: smd, asd.
     */
    static final double PATTERN_POWER = 1.5;

    /**
     * What the reconstruction weighs beside all channels together, of what the strongest channels leave: nothing up to
     * six features, a sixth with 19, a quarter with 38; share. The areas under the curves of machines and application
     * servers rise with it, by .00 to .01 (precision and recall) and .02 to .05 (volume); from .3 to .5 it is the same.
     * Again: smd, asd.
     */
    static final double RECONSTRUCTION_WEIGHT = 0.4;

    /**
     * A single value is far off from here on, against the level alone; score. Again: the kinds in the report of
     * synthetic.
     */
    static final double FAR_OFF = 2.9;
}
