package io.tidewatch.bench;

/**
 * What stream threads have waited for in their commits, added up.
 *
 * @param commits how many
 * @param flushNs until the broker had all that was written: changes of states, alerts
 * @param offsetsNs until the input's position was in the transaction
 * @param endNs until the transaction had ended
 */
public record CommitTimes(long commits, double flushNs, double offsetsNs, double endNs) {
    static final CommitTimes NONE = new CommitTimes(0, 0, 0, 0);

    /**
     * The mean of some commits, milliseconds; NaN of none.
     *
     * @param flush until the broker had all that was written: changes of states, alerts
     * @param offsets until the input's position was in the transaction
     * @param end until the transaction had ended
     */
    public record Mean(double flush, double offsets, double end) {
        double total() {
            return flush + offsets + end;
        }
    }

    /** The mean of the commits since an earlier moment. */
    Mean since(CommitTimes before) {
        double scale = 1e-6 / (commits - before.commits);
        return new Mean(
                scale * (flushNs - before.flushNs),
                scale * (offsetsNs - before.offsetsNs),
                scale * (endNs - before.endNs));
    }
}
