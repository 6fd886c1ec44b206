package io.tidewatch.evaluation.suite;

/** The figures of a suite. */
public enum Metric {
    AUC_PR("AUC-PR", 3, true),
    VUS_PR("VUS-PR", 3, true),
    BEST_F1("best F1", 3, true),
    /** Share of the events found when at most 1% of the normal rows are flagged. */
    RECALL("recall at 1%", 3, true),
    /** Median delay of these, rows. */
    DELAY("delay at 1%", 1, false),
    NAB_STANDARD("NAB standard", 1, true),
    NAB_LOW_FP("NAB low FP", 1, true),
    NAB_LOW_FN("NAB low FN", 1, true),
    /** The same with the shipped alert budget: nothing is chosen with the labels. */
    SHIPPED_STANDARD("shipped standard", 1, true),
    SHIPPED_LOW_FP("shipped low FP", 1, true),
    SHIPPED_LOW_FN("shipped low FN", 1, true),
    EVENT_PRECISION("event precision", 3, true),
    EVENT_RECALL("event recall", 3, true),
    EVENT_F1("event F1", 3, true),
    /** Incidents that touch no event, per entity and day of normal rows. */
    FALSE_ALERTS("false per day", 3, false);

    private final String title;
    private final int digits;
    private final boolean higherIsBetter;

    Metric(String title, int digits, boolean higherIsBetter) {
        this.title = title;
        this.digits = digits;
        this.higherIsBetter = higherIsBetter;
    }

    /** As it stands over a column. */
    public String title() {
        return title;
    }

    /** Digits shown after the point. */
    public int digits() {
        return digits;
    }

    public boolean higherIsBetter() {
        return higherIsBetter;
    }
}
