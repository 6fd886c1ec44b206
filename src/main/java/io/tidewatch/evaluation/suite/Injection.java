package io.tidewatch.evaluation.suite;

import io.tidewatch.decision.AnomalyKind;
import io.tidewatch.evaluation.RowSpan;
import io.tidewatch.simulation.AnomalyType;
import java.util.List;

/**
 * An anomaly that a simulator put into a series.
 *
 * @param series name of the series
 * @param features names of those it is in
 * @param magnitude as {@link io.tidewatch.simulation.InjectedAnomaly} says
 * @param rows where it is
 */
record Injection(String series, AnomalyType type, List<String> features, double magnitude, RowSpan rows) {

    Injection {
        features = List.copyOf(features);
    }

    AnomalyKind kind() {
        return type.kind();
    }
}
