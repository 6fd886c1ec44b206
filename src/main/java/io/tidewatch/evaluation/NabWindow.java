package io.tidewatch.evaluation;

/**
 * A labelled window of the Numenta Anomaly Benchmark.
 *
 * @param fromMs time of its first row, epoch milliseconds
 * @param toMs time of its last row, epoch milliseconds
 */
public record NabWindow(long fromMs, long toMs) {

    public NabWindow {
        if (toMs < fromMs) {
            throw new IllegalArgumentException("a window ends before it begins: " + fromMs + " to " + toMs);
        }
    }
}
