package io.tidewatch.window;

/** Steps for tests. */
public final class Steps {
    private Steps() {}

    /** Of one event, without categories. */
    public static Step of(long startMs, double... values) {
        return new Step(startMs, 1, values, new String[0]);
    }
}
