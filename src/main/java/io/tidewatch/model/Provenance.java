package io.tidewatch.model;

import java.util.Map;

/**
 * Where a model comes from.
 *
 * @param trainedFromMs event time of the first step it learned from, epoch milliseconds
 * @param trainedUntilMs event time of the last step it learned from of most entities, epoch milliseconds
 * @param windows how many windows it learned from
 * @param entities how many entities they came from
 * @param seed of the training
 * @param loss mean training loss of the last epoch
 * @param createdAtMs wall-clock time of the training, epoch milliseconds; not part of the model's version
 * @param software versions by name (tidewatch, deeplearning4j, java)
 * @param trainedUntilOf as {@code trainedUntilMs}, of the entities whose last step was another, by their names
 * @param heldOut how it did beside the model that was active before; not part of the model's version
 */
public record Provenance(
        long trainedFromMs,
        long trainedUntilMs,
        int windows,
        int entities,
        long seed,
        double loss,
        long createdAtMs,
        Map<String, String> software,
        Map<String, Long> trainedUntilOf,
        HeldOut heldOut) {

    public Provenance {
        trainedUntilOf = Map.copyOf(trainedUntilOf);
        software = Map.copyOf(software);
    }

    /** Of a model that was not held against another. */
    public Provenance(
            long trainedFromMs,
            long trainedUntilMs,
            int windows,
            int entities,
            long seed,
            double loss,
            long createdAtMs,
            Map<String, String> software,
            Map<String, Long> trainedUntilOf) {
        this(
                trainedFromMs,
                trainedUntilMs,
                windows,
                entities,
                seed,
                loss,
                createdAtMs,
                software,
                trainedUntilOf,
                HeldOut.NONE);
    }

    /** Event time of the last step that it learned from of an entity, epoch milliseconds. */
    public long trainedUntilMs(String entity) {
        return trainedUntilOf.isEmpty() ? trainedUntilMs : trainedUntilOf.getOrDefault(entity, trainedUntilMs);
    }
}
