package io.tidewatch.model;

import java.util.Map;

/**
 * Where a model comes from.
 *
 * @param trainedFromMs event time of the first step it learned from, epoch milliseconds
 * @param trainedUntilMs event time of the last step it learned from, epoch milliseconds
 * @param windows how many windows it learned from
 * @param entities how many entities they came from
 * @param seed of the training
 * @param loss mean training loss of the last epoch
 * @param createdAtMs wall-clock time of the training, epoch milliseconds; not part of the model's version
 * @param software versions by name (tidewatch, deeplearning4j, java)
 */
public record Provenance(
        long trainedFromMs,
        long trainedUntilMs,
        int windows,
        int entities,
        long seed,
        double loss,
        long createdAtMs,
        Map<String, String> software) {

    public Provenance {
        software = Map.copyOf(software);
    }
}
