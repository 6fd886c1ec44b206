package io.tidewatch.decision;

import io.tidewatch.calibration.CalibrationParameters;
import io.tidewatch.calibration.LogBuckets;
import io.tidewatch.calibration.TailSketches;
import java.nio.ByteBuffer;

/** The threshold of one entity: the budget's, or a lower one where the entity's own scores never come near that. */
final class OwnThreshold {
    /** From the upper half to the upper tenth. */
    private static final double DECADES_TO_TENTH = Math.log10(0.5 / 0.1);

    /** The index of the one sketch. */
    private static final int ONLY = 0;

    /** The usual scores of this entity. */
    private final TailSketches usual = new TailSketches(1);

    /**
     * The budget's threshold, or down to a share of it the entity's own. Where nothing is odd by either, which is
     * nearly always, it is the former: its own takes time to work out.
     */
    double threshold(AlertPolicy policy, double budget, double score) {
        double nominal = AlertPolicy.thresholdOf(budget);
        double lowest = policy.lowestShare() * nominal;
        if (usual.count(ONLY) < DecisionParameters.STEPS_OF_OWN || score < DecisionParameters.HOLD_SHARE * lowest) {
            return nominal;
        }
        return Math.max(lowest, Math.min(nominal, own(budget)));
    }

    /**
     * What the budget's share of the usual scores exceeds, estimated from the bulk of them: what is beyond
     * the upper tenth may be what incidents left there.
     */
    private double own(double budget) {
        double tenth = usual.upper(ONLY, 0.1);
        double perDecade = (tenth - usual.upper(ONLY, 0.5)) / DECADES_TO_TENTH;
        return DecisionParameters.LIGHTER_TAIL * (tenth + perDecade * (budget - 1));
    }

    void learn(double score, int windowSteps) {
        int bin = LogBuckets.of((float) score);
        double probability = usual.probability(ONLY, bin, score, DecisionParameters.SMALLEST_DIFFERENCE);
        usual.learn(ONLY, bin, probability < CalibrationParameters.ODD, windowSteps);
    }

    void write(ByteBuffer out) {
        usual.write(ONLY, out);
    }

    void read(ByteBuffer in) {
        usual.read(ONLY, in);
    }
}
