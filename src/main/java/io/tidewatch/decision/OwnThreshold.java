package io.tidewatch.decision;

import io.tidewatch.calibration.LogBuckets;
import io.tidewatch.calibration.TailSketch;
import io.tidewatch.calibration.TailSketches;
import java.nio.ByteBuffer;

/** The threshold of one entity: the budget's, or a lower one where the entity's own surprises never come near that. */
final class OwnThreshold {
    /**
     * Share of the level that an exponential tail puts: the mean of several opinions has a lighter one. (With .85, servers
     * whose load grows by a percent a day alert more than twice as often as the budget allows.)
     */
    private static final double LIGHTER = 0.9;

    /** From the upper half to the upper tenth. */
    private static final double DECADES_TO_TENTH = Math.log10(0.5 / 0.1);

    /** Surprises that differ by less say the same. */
    private static final double SMALLEST_DIFFERENCE = 0.02;

    /** How surprised this entity's steps usually leave us. */
    private final TailSketch usual = new TailSketch();

    /**
     * The budget's threshold, or down to a share of it the entity's own level of surprise. Where nothing is odd by either,
     * which is nearly always, it is the former: the level takes its time.
     */
    double threshold(AlertPolicy policy, double budget, double surprise) {
        double nominal = AlertPolicy.thresholdOf(budget);
        double lowest = policy.lowestShare() * nominal;
        if (usual.count() < AlertPolicy.STEPS_OF_OWN || surprise < AlertPolicy.HOLD_SHARE * lowest) {
            return nominal;
        }
        return Math.max(lowest, Math.min(nominal, level(budget)));
    }

    /**
     * The level that the budget's share of the usual surprises exceeds, told from the bulk of them by a tail: what is beyond
     * the upper tenth may be what incidents left there.
     */
    private double level(double budget) {
        double tenth = usual.upper(0.1);
        double perDecade = (tenth - usual.upper(0.5)) / DECADES_TO_TENTH;
        return LIGHTER * (tenth + perDecade * (budget - 1));
    }

    /** Takes the surprise of a step. */
    void learn(double surprise, int windowSteps) {
        int bin = LogBuckets.of((float) surprise);
        boolean odd = usual.probability(bin, surprise, SMALLEST_DIFFERENCE) < TailSketches.ODD;
        usual.learn(bin, odd, windowSteps);
    }

    void write(ByteBuffer out) {
        usual.write(out);
    }

    void read(ByteBuffer in) {
        usual.read(in);
    }
}
