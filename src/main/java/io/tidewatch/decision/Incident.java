package io.tidewatch.decision;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * An anomaly while it lasts, as it was last published.
 *
 * @param id deterministic: of detector, entity and first step
 * @param startedMs start of its first anomalous step, epoch milliseconds
 * @param lastAnomalousMs start of its last anomalous step so far, epoch milliseconds
 * @param anomalousSteps how many of its steps were anomalous by themselves so far, at least 1
 * @param threshold the score that it took to open it
 * @param peak highest score so far
 * @param kind as known so far
 * @param sequence number of its latest message, 0 for the first
 */
public record Incident(
        String id,
        long startedMs,
        long lastAnomalousMs,
        int anomalousSteps,
        double threshold,
        double peak,
        AnomalyKind kind,
        int sequence) {

    /** The first message of an incident that starts at a step. */
    static Incident first(String id, long startedMs, double threshold, double peak, AnomalyKind kind) {
        return new Incident(id, startedMs, startedMs, 1, threshold, peak, kind, 0);
    }

    /** How much it matters to a person. */
    public Severity severity() {
        return AlertPolicy.severity(peak - threshold, anomalousSteps);
    }

    /** The id of the incident of a detector and entity that starts at a step. */
    public static String id(String detector, String entity, long startedMs) {
        String name = detector + '\n' + entity + '\n' + startedMs;
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
    }
}
