package io.tidewatch.calibration;

/**
 * Calibrates many sketches of a step at once, where the processor can, see {@link VectorBulk}; this class does none of
 * them. {@link Calibrator} does the sketches that are left one by one. Reused from step to step by its owner; belongs
 * to one thread.
 */
class Bulk {
    /** Leaves every sketch. */
    static final Bulk NONE = new Bulk();

    /** Sets the p-values of as many sketches as it can, and lets as many of these as it can learn the step. */
    void calibrate(float[] magnitudes, TailSketches tails, CalibratedStep into) {}

    /** Whether the last step's p-value of a sketch is set. */
    boolean calibrated(int sketch) {
        return false;
    }

    /** Number of sketches that have not learned the last step; {@link #left} lists them. */
    int leftCount(int sketches) {
        return sketches;
    }

    /** The index of a sketch that has not learned the last step; in ascending order. */
    int left(int which) {
        return which;
    }
}
