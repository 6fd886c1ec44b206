package io.tidewatch.math;

/** Whether vectors of 64-bit numbers are worth it here. */
public final class Vectors {
    private static final int FEWEST_LANES = 4;

    private Vectors() {}

    /**
     * Whether the Vector API is there, and this processor's vectors are long enough. (With 512 bits calibration takes
     * less than half of the time, with 256 bits two thirds; shorter ones were not measured.)
     */
    public static boolean worthIt() {
        return ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()
                && VectorLogarithm.LANES >= FEWEST_LANES;
    }
}
