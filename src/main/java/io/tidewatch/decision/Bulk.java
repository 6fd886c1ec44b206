package io.tidewatch.decision;

import io.tidewatch.scoring.Evidence;

/**
 * What of a step falls into the bulk of its histograms, which is nearly all: asked and learned in one go where the processor
 * can, see {@link VectorBulk}; here not at all. What is left is for {@link EvidenceCalibration} to do one by one. Reused from
 * step to step by its owner; belongs to one thread.
 */
class Bulk {
    /** Leaves everything. */
    static final Bulk NONE = new Bulk();

    /** @param histograms of an entity */
    static Bulk of(int histograms) {
        boolean possible = ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent() && VectorBulk.worthIt();
        return possible ? new VectorBulk(histograms) : NONE;
    }

    /** Asks and teaches what it can: sets the probabilities, notes the lesson. */
    void judge(Evidence evidence, TailHistograms tails, Judgement into, Lesson lesson) {}

    /** Whether the last step's magnitude of a histogram was judged. */
    boolean asked(int histogram) {
        return false;
    }

    /** Whether it was also learned. */
    boolean taught(int histogram) {
        return false;
    }
}
