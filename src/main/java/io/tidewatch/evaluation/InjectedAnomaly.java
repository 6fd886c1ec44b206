package io.tidewatch.evaluation;

/**
 * An anomaly that the simulator put into the data.
 *
 * @param feature the feature it is in; −1: all of them
 * @param onsetMs start of its first step, epoch milliseconds
 * @param endMs start of the first normal step after it, epoch milliseconds
 */
public record InjectedAnomaly(String entity, AnomalyType type, int feature, long onsetMs, long endMs) {

    /** Whether a time lies in it. */
    boolean covers(long timeMs) {
        return timeMs >= onsetMs && timeMs < endMs;
    }
}
