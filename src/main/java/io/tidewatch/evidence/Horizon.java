package io.tidewatch.evidence;

/** A run of newest steps that evidence is measured over: 1, 6 or 24 of a window of 32. */
public enum Horizon {
    /** The newest step alone. */
    NEWEST,
    /** A fifth of the window. */
    SHORT,
    /** Three quarters of the window. */
    LONG;

    /** Length in a window of so many steps: at least its ordinal plus one, less than the window. */
    public int length(int windowSteps) {
        return switch (this) {
            case NEWEST -> 1;
            case SHORT -> Math.max(2, windowSteps * 6 / 32);
            case LONG -> Math.max(3, windowSteps * 24 / 32);
        };
    }

    /**
     * Number of its newest steps that must support its mean: a third of the short horizon, the short one of the long
     * one.
     */
    int newestPart(int windowSteps) {
        return switch (this) {
            case NEWEST -> 1;
            case SHORT -> Math.max(1, SHORT.length(windowSteps) / 3);
            case LONG -> SHORT.length(windowSteps);
        };
    }
}
