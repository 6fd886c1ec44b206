package io.tidewatch.service;

import io.tidewatch.AlertWindow;
import io.tidewatch.decision.AlertPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** How often normal data of one entity is expected to raise such an alert, as a time, like the alert budget. */
final class Rarity {
    private static final Duration YEAR = Duration.ofDays(365);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration WEEK = Duration.ofDays(7);

    /** A unit is used from two of it on: one day is 24 hours. */
    private static final int FEWEST = 2;

    private Rarity() {}

    /**
     * In words: {@code once in 5 weeks}.
     *
     * @param probability of the incident's peak
     * @param window of at least two steps, which give the distance between steps
     */
    static String words(double probability, AlertWindow window) {
        double ms = AlertPolicy.msBetweenAlerts(probability, stepMs(window.getStepTimes()));
        if (!(ms < YEAR.toMillis())) {
            return "less than once a year";
        }
        Duration between = Duration.ofMillis((long) ms);
        if (atLeast(between, WEEK)) {
            return in(between, WEEK, "weeks");
        }
        if (atLeast(between, DAY)) {
            return in(between, DAY, "days");
        }
        return atLeast(between, HOUR) ? in(between, HOUR, "hours") : "more than once in 2 hours";
    }

    private static boolean atLeast(Duration between, Duration unit) {
        return between.compareTo(unit.multipliedBy(FEWEST)) >= 0;
    }

    private static String in(Duration between, Duration unit, String units) {
        return "once in " + Math.round((double) between.toMillis() / unit.toMillis()) + " " + units;
    }

    /** Usual time between steps; events that are steps by themselves come at any distance. */
    private static double stepMs(List<Instant> times) {
        Duration whole = Duration.between(times.get(0), times.get(times.size() - 1));
        return (double) whole.toMillis() / (times.size() - 1);
    }
}
