package io.tidewatch.decision;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * An anomaly while it lasts.
 *
 * @param id deterministic: of detector, entity and first step
 * @param startedMs start of its first step, epoch milliseconds
 * @param threshold the surprise that it took to open it
 * @param peak highest surprise so far
 * @param kind as known so far
 * @param sequence number of its latest message, 0 for the first
 */
public record Incident(String id, long startedMs, double threshold, double peak, AnomalyKind kind, int sequence) {

    /** The id of the incident of a detector and entity that starts at a step. */
    public static String id(String detector, String entity, long startedMs) {
        String name = detector + '\n' + entity + '\n' + startedMs;
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
    }
}
