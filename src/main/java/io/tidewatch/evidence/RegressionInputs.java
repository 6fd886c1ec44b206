package io.tidewatch.evidence;

/** What the regression of each of {@link Channels#REGRESSED} predicts from. */
public final class RegressionInputs {
    private RegressionInputs() {}

    /** Number of steps before a measure's horizon that its regression uses. */
    public static int lags(Measure measure, int windowSteps) {
        return of(measure).lags(measure.horizon(), windowSteps);
    }

    /** Whether a measure's regression has any input in a window of so many features. */
    public static boolean any(Measure measure, int features) {
        return of(measure).applies(features);
    }

    private static RegressedChannel of(Measure measure) {
        return (RegressedChannel) measure.channel();
    }
}
