package io.tidewatch.evaluation.suite;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Labelled series that are measured together.
 *
 * @param name as it stands in tables
 * @param series at least one
 * @param nab whether it is of the Numenta Anomaly Benchmark, whose own scores mean little elsewhere
 * @param injections the list of the anomalies that a simulator put in; null: there is none
 */
public record Suite(
        String name,
        List<SuiteSeries> series,
        boolean nab,
        @Nullable Path injections) {

    public Suite {
        series = List.copyOf(series);
        if (series.isEmpty()) {
            throw new IllegalArgumentException("suite " + name + " has no series");
        }
    }
}
