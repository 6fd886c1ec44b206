package io.tidewatch.simulation;

import io.tidewatch.decision.AnomalyKind;
import java.util.List;

/**
 * An anomaly that the simulator put into the data.
 *
 * @param features indices of the features it is in
 * @param magnitude how far it goes, in standard deviations of the noise there and then: beyond the range of the rhythm
 *     (spike, dip), from the usual value at its smallest (wrong time of day, broken correlation, level shift) or at its
 *     largest (drift, lost rhythm); the speed of the rhythm (frequency change); times the usual events (event burst); 0
 *     where nothing is measured (flat line, silence)
 * @param onsetMs start of its first step, epoch milliseconds
 * @param endMs start of the first normal step after it, epoch milliseconds
 */
public record InjectedAnomaly(
        String entity, AnomalyType type, List<Integer> features, double magnitude, long onsetMs, long endMs) {

    public InjectedAnomaly {
        features = List.copyOf(features);
        if (endMs <= onsetMs) {
            throw new IllegalArgumentException("an anomaly ends before it begins: " + onsetMs + " to " + endMs);
        }
    }

    public AnomalyKind kind() {
        return type.kind();
    }

    /** Whether a time lies in it. */
    public boolean covers(long timeMs) {
        return timeMs >= onsetMs && timeMs < endMs;
    }
}
