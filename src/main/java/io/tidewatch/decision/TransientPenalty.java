package io.tidewatch.decision;

import java.nio.ByteBuffer;

/**
 * The penalty for one entity's recent transient incidents: where single values jump now and then, another one says
 * little. Of such an entity what is odd has to be so more, or for a few steps, to be an incident.
 *
 * <p>On NAB it costs four points, so a feature alone has none of it: a single value is most of what it can tell.
 */
final class TransientPenalty {
    /** Transient incidents; each is forgotten little by little. */
    private double recent;

    /** Odd steps of the open incident. */
    private int oddSteps;

    /** Steps since the score reached the threshold, those not counted at which it was a little less. */
    private int lasting;

    /** @param left share of each transient incident that time has left */
    void fade(double left) {
        recent *= left;
    }

    /**
     * @param reached whether the score was at the threshold
     * @param odd whether it was enough to keep an incident open
     */
    void step(boolean reached, boolean odd) {
        if (reached) {
            lasting = Math.min(lasting + 1, DecisionParameters.SHOWN_STEPS);
        } else if (!odd) {
            lasting = 0;
        }
        oddSteps = odd ? Math.min(oddSteps + 1, DecisionParameters.LONGEST_TRANSIENT_STEPS + 1) : oddSteps;
    }

    /** By how much the score has to exceed the threshold to open an incident now. */
    double beyondThreshold() {
        return lasting < DecisionParameters.SHOWN_STEPS
                ? DecisionParameters.PENALTY_PER_TRANSIENT * Math.max(0, recent - DecisionParameters.FREE_TRANSIENTS)
                : 0;
    }

    /** An incident has opened, with an odd step. */
    void opened() {
        oddSteps = 1;
    }

    void closed() {
        if (oddSteps <= DecisionParameters.LONGEST_TRANSIENT_STEPS) {
            recent++;
        }
    }

    void write(ByteBuffer out) {
        out.putDouble(recent);
        out.put((byte) oddSteps);
        out.put((byte) lasting);
    }

    void read(ByteBuffer in) {
        recent = in.getDouble();
        oddSteps = in.get();
        lasting = in.get();
    }
}
