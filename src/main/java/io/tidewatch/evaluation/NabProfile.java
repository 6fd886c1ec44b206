package io.tidewatch.evaluation;

/** How the Numenta Anomaly Benchmark weighs what is found, false and missed; its three published profiles. */
public enum NabProfile {
    STANDARD(1, 0.11, 1),
    REWARD_LOW_FP_RATE(1, 0.22, 1),
    REWARD_LOW_FN_RATE(1, 0.11, 2);

    private final double found;
    private final double falseAlarm;
    private final double missed;

    NabProfile(double found, double falseAlarm, double missed) {
        this.found = found;
        this.falseAlarm = falseAlarm;
        this.missed = missed;
    }

    /** Reward of a window found at its start. */
    double found() {
        return found;
    }

    /** Cost of an alarm far from any window. */
    double falseAlarm() {
        return falseAlarm;
    }

    /** Cost of a window missed. */
    double missed() {
        return missed;
    }
}
