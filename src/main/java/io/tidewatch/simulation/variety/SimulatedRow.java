package io.tidewatch.simulation.variety;

import java.util.List;

/**
 * One row of a simulated series.
 *
 * @param timeMs epoch milliseconds
 * @param values of the features, in order; NaN: missing
 * @param anomalous whether it lies in an anomaly
 */
public record SimulatedRow(long timeMs, List<Double> values, boolean anomalous) {

    public SimulatedRow {
        values = List.copyOf(values);
    }
}
