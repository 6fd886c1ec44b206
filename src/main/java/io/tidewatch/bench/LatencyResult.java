package io.tidewatch.bench;

/**
 * Time from the moment at which an event should have been sent until the alert it caused was read, milliseconds.
 *
 * @param entityInKey whether the record's key names the entity
 * @param offeredPerSecond events offered
 * @param sentPerSecond events sent; less when the producer could not keep up
 * @param worstSendDelayMs how late an event was sent at most; part of the latencies
 * @param commitMs what a commit of the detector waited for, mean while the load lasted
 * @param injected anomalies
 * @param alerts alert messages measured
 * @param decided the same until the detector had decided: what comes before it waits for the detector, what comes after for the
 *     transaction
 * @param resources memory of the detector's process in the end
 */
public record LatencyResult(
        boolean entityInKey,
        double offeredPerSecond,
        double sentPerSecond,
        double worstSendDelayMs,
        long commitIntervalMs,
        CommitTimes.Mean commitMs,
        long injected,
        long alerts,
        double p50,
        double p90,
        double p99,
        double p999,
        double max,
        Decided decided,
        Resources resources) {

    /** Time until the decision, milliseconds. */
    public record Decided(double p50, double p99) {}
}
