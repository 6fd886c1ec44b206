package io.tidewatch.learning;

import java.util.List;

/**
 * How far the windows to learn from have come.
 *
 * @param windows taken so far
 * @param needed number of windows at which the next training is due, unless it is due by time
 * @param samples that lie in the store
 * @param nextMs event time of the next training by time, epoch milliseconds; the largest long: none
 * @param drifts of the last look; empty while there are too few windows to say
 */
public record IntakeStatus(long windows, long needed, Samples samples, long nextMs, List<Drift> drifts) {
    public IntakeStatus {
        drifts = List.copyOf(drifts);
    }

    /**
     * Windows in the store, and those that are not.
     *
     * @param kept to learn from
     * @param waiting until all tasks have passed them, or a training ends
     * @param dropped because too many waited, since the start
     * @param unfit of an earlier release or of other features, dropped since the start
     */
    public record Samples(int kept, int waiting, long dropped, long unfit) {}
}
