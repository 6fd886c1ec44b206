package io.tidewatch.simulation;

import io.tidewatch.decision.AnomalyKind;

/** The anomalies that the simulator injects. */
public enum AnomalyType {
    /** One value far above the range of the rhythm. */
    SPIKE(AnomalyKind.POINT),
    /** One value far below the range of the rhythm. */
    DIP(AnomalyKind.POINT),
    /** The values of another time of the day, or of another rhythm's period, all within its range. */
    WRONG_TIME_OF_DAY(AnomalyKind.CONTEXTUAL),
    /** One feature leaves those that it usually follows, and stays within the range of its day. */
    BROKEN_CORRELATION(AnomalyKind.CONTEXTUAL),
    /** The value stands still. */
    FLAT_LINE(AnomalyKind.COLLECTIVE),
    /** The rhythm is gone: the mean of its period at every time. */
    LOST_RHYTHM(AnomalyKind.COLLECTIVE),
    /** The short rhythm runs faster. */
    FREQUENCY_CHANGE(AnomalyKind.COLLECTIVE),
    /** The level moves, stays, and comes back at the end. */
    LEVEL_SHIFT(AnomalyKind.COLLECTIVE),
    /** The level creeps away, and comes back at the end. */
    DRIFT(AnomalyKind.COLLECTIVE),
    /** No events at all. */
    SILENCE(AnomalyKind.COLLECTIVE),
    /** Many events instead of one, each of usual values: seen only by a feature that counts events. */
    EVENT_BURST(AnomalyKind.COLLECTIVE);

    private final AnomalyKind kind;

    AnomalyType(AnomalyKind kind) {
        this.kind = kind;
    }

    public AnomalyKind kind() {
        return kind;
    }
}
