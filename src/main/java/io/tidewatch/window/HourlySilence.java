package io.tidewatch.window;

import io.tidewatch.codec.VarInt;
import java.nio.ByteBuffer;

/**
 * How likely an entity is to send nothing at each hour of the local day: the two probabilities of {@link Silence}'s
 * chain in 24 slots, from the counts of the last days.
 *
 * <p>A slot counts few steps, so it is smoothed with its neighbours and shrunk. The probability that a silence begins
 * is shrunk towards that at any hour (a Beta prior with this mean). The probability that it continues is shrunk towards
 * that of nearly independent steps.
 */
final class HourlySilence {
    /** With longer steps a day has too few of them for a pattern. */
    static final long LONGEST_STEP_MS = 6 * 3_600_000;

    private static final int HOURS = 24;
    private static final long HOUR_MS = 3_600_000;

    /** Days that a slot counts before it forgets half of them. */
    private static final int MEMORY_DAYS = 28;

    /**
     * Weight of the priors, steps. (With 2, simulated shops had up to a sixth more false alerts; a drop by day was
     * found no sooner.)
     */
    private static final double WEIGHT = 12;

    /**
     * How much likelier than independent an empty step is after another, at first and at most, where the hour's own
     * silences do not say otherwise: the rate also changes within an hour. (With 0.1, simulated shops had a quarter
     * more false alerts.)
     */
    private static final double PERSISTENCE = 0.2;

    /**
     * Weight of the persistence at first, empty steps. (With 12, simulated shops had a sixth more false alerts. When it
     * was not learned at all, a drop by day took four steps instead of three to be clearly worse than an alert just
     * before it.)
     */
    private static final double WEIGHT_OF_PERSISTENCE = 48;

    /** Days that must have been counted before a daily pattern is used. */
    private static final int PATTERN_AFTER_DAYS = 2;

    /** −ln of the probability that beginnings come at these times of the day by chance: 1 in 1000. */
    private static final double CHANCE = 6.9;

    private final double stepsPerHour;
    private final char most;
    /** By hour: steps, empty ones among them, those of these that followed one with events. */
    private final char[] steps = new char[HOURS];

    private final char[] empty = new char[HOURS];
    private final char[] begun = new char[HOURS];

    /** @param stepMs length of a step, milliseconds */
    HourlySilence(long stepMs) {
        stepsPerHour = HOUR_MS / (double) stepMs;
        most = (char) Math.max(MEMORY_DAYS, Math.min(Character.MAX_VALUE, MEMORY_DAYS * stepsPerHour));
    }

    private static int hour(long localMs) {
        return (int) Math.floorMod(Math.floorDiv(localMs, HOUR_MS), (long) HOURS);
    }

    /**
     * Takes the past steps, none of which was empty.
     *
     * @param localMs start of the newest, in local time
     */
    void spokeUntil(long localMs, long count) {
        double left = Math.min(count, MEMORY_DAYS / 2.0 * HOURS * stepsPerHour);
        for (int back = 0; left > 0; back++) {
            int hour = hour(localMs - back * HOUR_MS);
            double more = Math.min(left, stepsPerHour);
            steps[hour] = (char) Math.min(most, Math.round(steps[hour] + more));
            left -= more;
        }
    }

    /** Takes a step with events. */
    void spoke(long localMs) {
        count(hour(localMs));
    }

    /** @param first whether the step before had events */
    void empty(long localMs, boolean first) {
        int hour = hour(localMs);
        count(hour);
        empty[hour]++;
        begun[hour] += first ? 1 : 0;
    }

    private void count(int hour) {
        if (steps[hour] >= most) {
            steps[hour] /= 2;
            empty[hour] /= 2;
            begun[hour] /= 2;
        }
        steps[hour]++;
    }

    /** Probability that a silence begins in a step, where the one before had events. */
    double begins(long localMs, double atAnyHour) {
        return begins(hour(localMs), atAnyHour);
    }

    private double begins(int hour, double atAnyHour) {
        double spoke = smooth(steps, hour) - smooth(empty, hour);
        return (smooth(begun, hour) + WEIGHT * atAnyHour) / (spoke + WEIGHT);
    }

    /** Probability that a silence continues for another step. */
    double goesOn(long localMs, double atAnyHour) {
        int hour = hour(localMs);
        double before = smooth(empty, hour);
        double begins = begins(hour, atAnyHour);
        double prior = begins + persistence(atAnyHour) * (1 - begins);
        return (before - smooth(begun, hour) + WEIGHT * prior) / (before + WEIGHT);
    }

    /** How much likelier than independent an empty step is after another, over all hours. */
    private double persistence(double atAnyHour) {
        double more = WEIGHT_OF_PERSISTENCE * PERSISTENCE;
        double of = WEIGHT_OF_PERSISTENCE;
        for (int h = 0; h < HOURS; h++) {
            double begins = begins(h, atAnyHour);
            more += empty[h] - begun[h] - begins * empty[h];
            of += (1 - begins) * empty[h];
        }
        return Math.max(0, Math.min(PERSISTENCE, more / of));
    }

    private static double smooth(char[] counts, int hour) {
        return counts[hour] + 0.5 * (counts[(hour + 1) % HOURS] + counts[(hour + HOURS - 1) % HOURS]);
    }

    /**
     * Whether two days or more show that silences begin at some times of the day rather than at others: Rayleigh's test
     * of uniformity on the circle (Mardia and Jupp, Directional Statistics, 2000, section 6.3.1).
     */
    boolean daily() {
        double cosine = 0;
        double sine = 0;
        int all = 0;
        int seen = 0;
        for (int h = 0; h < HOURS; h++) {
            cosine += begun[h] * Math.cos(2 * Math.PI * h / HOURS);
            sine += begun[h] * Math.sin(2 * Math.PI * h / HOURS);
            all += begun[h];
            seen += steps[h];
        }
        return seen >= PATTERN_AFTER_DAYS * HOURS * stepsPerHour && cosine * cosine + sine * sine > CHANCE * all;
    }

    void write(ByteBuffer out) {
        for (int h = 0; h < HOURS; h++) {
            VarInt.writeUnsigned(out, steps[h]);
            VarInt.writeUnsigned(out, empty[h]);
            VarInt.writeUnsigned(out, begun[h]);
        }
    }

    void read(ByteBuffer in) {
        for (int h = 0; h < HOURS; h++) {
            steps[h] = (char) VarInt.readUnsigned(in);
            empty[h] = (char) VarInt.readUnsigned(in);
            begun[h] = (char) VarInt.readUnsigned(in);
        }
    }
}
