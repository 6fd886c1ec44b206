package io.tidewatch.calibration;

import io.tidewatch.math.Vectors;

/**
 * What of a step falls into the bulk of its sketches, which is nearly all: asked and learned in one go where the
 * processor can, see {@link VectorBulk}; here not at all. What is left is for {@link Calibrator} to do one by one.
 * Reused from step to step by its owner; belongs to one thread.
 */
class Bulk {
    /** Leaves everything. */
    static final Bulk NONE = new Bulk();

    /** @param sketches of an entity */
    static Bulk of(int sketches) {
        return Vectors.worthIt() ? new VectorBulk(sketches) : NONE;
    }

    /** Asks and teaches what it can: sets the p-values, notes what was learned. */
    void calibrate(float[] magnitudes, TailSketches tails, CalibratedStep into) {}

    /** Whether the last step's magnitude of a sketch was asked. */
    boolean asked(int sketch) {
        return false;
    }

    /** Sketches that were not taught, or not even asked, {@link #left} one by one. */
    int leftCount(int sketches) {
        return sketches;
    }

    /** One of them, in ascending order. */
    int left(int which) {
        return which;
    }
}
