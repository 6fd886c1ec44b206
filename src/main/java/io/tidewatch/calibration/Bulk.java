package io.tidewatch.calibration;

import io.tidewatch.decision.FusedScore;
import io.tidewatch.evidence.Evidence;

/**
 * What of a step falls into the bulk of its histograms, which is nearly all: asked and learned in one go where the processor
 * can, see {@link VectorBulk}; here not at all. What is left is for {@link EvidenceCalibration} to do one by one. Reused from
 * step to step by its owner; belongs to one thread.
 */
public class Bulk {
    /** Leaves everything. */
    static final Bulk NONE = new Bulk();

    /** @param histograms of an entity */
    public static Bulk of(int histograms) {
        return vectorsAreWorthIt() ? new VectorBulk(histograms) : NONE;
    }

    /** Whether the Vector API is there, and this processor's vectors are long enough. */
    public static boolean vectorsAreWorthIt() {
        return ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent() && VectorBulk.worthIt();
    }

    /** Asks and teaches what it can: sets the probabilities, notes the lesson. */
    void judge(Evidence evidence, TailSketches tails, FusedScore into, CalibrationUpdate lesson) {}

    /** Whether the last step's magnitude of a histogram was judged. */
    boolean asked(int histogram) {
        return false;
    }

    /** Histograms that were not taught, or not even asked, {@link #left} one by one. */
    int leftCount(int histograms) {
        return histograms;
    }

    /** One of them, in ascending order. */
    int left(int which) {
        return which;
    }
}
