package io.tidewatch.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;

/**
 * A simulated fleet.
 *
 * @param entities how many
 * @param step time between an entity's events
 * @param start time of the first event
 * @param normal how long nothing is wrong
 * @param watched how long anomalies come, after that
 * @param seed of everything
 * @param anomalies what goes wrong, and how often
 * @param behaviour what is normal
 */
public record FleetSpec(
        int entities,
        Duration step,
        Instant start,
        Duration normal,
        Duration watched,
        long seed,
        Anomalies anomalies,
        Behaviour behaviour) {

    public FleetSpec {
        if (entities < 1 || step.isZero() || step.isNegative() || normal.isNegative() || watched.isNegative()) {
            throw new IllegalArgumentException("a fleet needs entities, a step and a duration");
        }
    }

    /** A fleet of plain behaviour with the usual anomalies. */
    public FleetSpec(int entities, Duration step, Instant start, Duration normal, Duration watched, long seed) {
        this(entities, step, start, normal, watched, seed, Anomalies.USUAL, Behaviour.PLAIN);
    }

    long startMs() {
        return start.toEpochMilli();
    }

    long watchedFromMs() {
        return startMs() + normal.toMillis();
    }

    long endMs() {
        return watchedFromMs() + watched.toMillis();
    }

    /**
     * What is normal, besides the rhythm of the day.
     *
     * @param weekendDemand demand on Saturdays and Sundays, as a share of the other days'; 1: no weekly rhythm
     * @param missingShare share of the values that are missing, 0..1
     * @param busyShare share of the time that a server spends in its second regime, where other work raises CPU and
     *     latency;
     *     0..1
     * @param growthPerDay share by which demand grows each day; what a detector must follow without a word
     * @param eventsPerStep events of an entity in a step; more than 1: on average, as of a Poisson process
     * @param lasting what changes once and stays
     */
    public record Behaviour(
            double weekendDemand,
            double missingShare,
            double busyShare,
            double growthPerDay,
            int eventsPerStep,
            LastingChange lasting) {

        /** Every day alike, all values there, one regime, no growth, one event a step. */
        public static final Behaviour PLAIN = new Behaviour(1, 0, 0, 0, 1);

        /** Without a change that stays. */
        public Behaviour(
                double weekendDemand, double missingShare, double busyShare, double growthPerDay, int eventsPerStep) {
            this(weekendDemand, missingShare, busyShare, growthPerDay, eventsPerStep, LastingChange.NONE);
        }

        public Behaviour {
            if (!(weekendDemand > 0 && weekendDemand <= 1) || !(missingShare >= 0 && missingShare < 1)) {
                throw new IllegalArgumentException("weekend demand must lie in (0, 1], the missing share in [0, 1): "
                        + weekendDemand + ", " + missingShare);
            }
            if (!(busyShare >= 0 && busyShare < 1) || !(growthPerDay > -1) || eventsPerStep < 1) {
                throw new IllegalArgumentException(
                        "the busy share must lie in [0, 1), growth above -1, events from 1 on: " + busyShare + ", "
                                + growthPerDay + ", " + eventsPerStep);
            }
        }
    }

    /**
     * What goes wrong, and how often.
     *
     * @param types taken in turn
     * @param troubledShare share of the entities that something happens to, 0..1
     * @param stepsBetween fewest steps between two anomalies of an entity, so that they can be told apart
     * @param contamination share of the normal time in which something is wrong nevertheless, without a label; 0..0.5
     */
    public record Anomalies(List<AnomalyType> types, double troubledShare, int stepsBetween, double contamination) {

        /** All types that show in the values, every 200 steps or more, on six of ten entities. */
        public static final Anomalies USUAL =
                new Anomalies(List.copyOf(EnumSet.complementOf(EnumSet.of(AnomalyType.EVENT_BURST))), 0.6, 200);

        /** With a normal time in which nothing is wrong. */
        public Anomalies(List<AnomalyType> types, double troubledShare, int stepsBetween) {
            this(types, troubledShare, stepsBetween, 0);
        }

        public Anomalies {
            types = List.copyOf(types);
            if (!(troubledShare >= 0 && troubledShare <= 1) || stepsBetween < 1) {
                throw new IllegalArgumentException("the troubled share must lie in 0..1, with steps between anomalies: "
                        + troubledShare + ", " + stepsBetween);
            }
            if (!(contamination >= 0 && contamination <= 0.5)) {
                throw new IllegalArgumentException("contamination must lie in 0..0.5: " + contamination);
            }
        }
    }
}
