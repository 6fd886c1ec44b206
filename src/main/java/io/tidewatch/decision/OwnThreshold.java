package io.tidewatch.decision;

import io.tidewatch.calibration.CalibrationParameters;
import io.tidewatch.calibration.LogBuckets;
import io.tidewatch.calibration.TailSketch;
import java.nio.ByteBuffer;

/** The threshold of one entity: the budget's, or a lower one where the entity's own scores never come near that. */
final class OwnThreshold {
    /** From the upper half to the upper tenth. */
    private static final double DECADES_TO_TENTH = Math.log10(0.5 / 0.1);

    /** The usual scores of this entity. */
    private final TailSketch usual = new TailSketch();

    /**
     * The budget's threshold, or down to a share of it the entity's own. Where nothing is odd by either, which is
     * nearly always, it is the former: its own takes time to work out.
     */
    double threshold(AlertPolicy policy, double budget, double score) {
        double nominal = AlertPolicy.thresholdOf(budget);
        double lowest = policy.lowestShare() * nominal;
        if (usual.count() < DecisionParameters.STEPS_OF_OWN || score < DecisionParameters.HOLD_SHARE * lowest) {
            return nominal;
        }
        return Math.max(lowest, Math.min(nominal, own(budget)));
    }

    /**
     * What the budget's share of the usual scores exceeds, told from the bulk of them by a tail: what is beyond
     * the upper tenth may be what incidents left there.
     */
    private double own(double budget) {
        double tenth = usual.upper(0.1);
        double perDecade = (tenth - usual.upper(0.5)) / DECADES_TO_TENTH;
        return DecisionParameters.LIGHTER_TAIL * (tenth + perDecade * (budget - 1));
    }

    /** Takes the score of a step. */
    void learn(double score, int windowSteps) {
        int bin = LogBuckets.of((float) score);
        boolean odd = usual.probability(bin, score, DecisionParameters.SMALLEST_DIFFERENCE) < CalibrationParameters.ODD;
        usual.learn(bin, odd, windowSteps);
    }

    void write(ByteBuffer out) {
        usual.write(out);
    }

    void read(ByteBuffer in) {
        usual.read(in);
    }
}
