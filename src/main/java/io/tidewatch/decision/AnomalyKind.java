package io.tidewatch.decision;

/** The three classic kinds of anomaly (Chandola, Banerjee and Kumar, ACM Computing Surveys 2009). */
public enum AnomalyKind {
    /** A value far outside its normal range. */
    POINT,
    /** A value normal in general, abnormal here and now. */
    CONTEXTUAL,
    /** A run of values abnormal together. */
    COLLECTIVE;

    /** As it stands in files and metrics. */
    public String label() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
