package io.tidewatch.evaluation;

import io.tidewatch.decision.AnomalyKind;

/** The anomalies that the simulator injects. */
public enum AnomalyType {
    /** One value far above its range. */
    SPIKE(AnomalyKind.POINT),
    /** One value far below its range. */
    DIP(AnomalyKind.POINT),
    /** The values of another time of the day. */
    WRONG_TIME_OF_DAY(AnomalyKind.CONTEXTUAL),
    /** One feature leaves the others that it usually follows. */
    BROKEN_CORRELATION(AnomalyKind.CONTEXTUAL),
    /** The value stands still. */
    FLAT_LINE(AnomalyKind.COLLECTIVE),
    /** The level moves and stays. */
    LEVEL_SHIFT(AnomalyKind.COLLECTIVE),
    /** The level creeps away. */
    DRIFT(AnomalyKind.COLLECTIVE),
    /** No events at all. */
    SILENCE(AnomalyKind.COLLECTIVE);

    private final AnomalyKind kind;

    AnomalyType(AnomalyKind kind) {
        this.kind = kind;
    }

    public AnomalyKind kind() {
        return kind;
    }
}
