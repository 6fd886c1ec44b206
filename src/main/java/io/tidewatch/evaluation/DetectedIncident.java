package io.tidewatch.evaluation;

import java.util.Locale;

/**
 * An incident as its messages reported it.
 *
 * @param id deterministic: of detector, entity and first step
 * @param startedMs start of its first anomalous step, epoch milliseconds
 * @param lastMs start of its last anomalous step, epoch milliseconds
 * @param kind in lower case
 * @param score highest one, 0..1
 */
public record DetectedIncident(String id, String entity, long startedMs, long lastMs, String kind, double score) {
    public DetectedIncident {
        kind = kind.toLowerCase(Locale.ROOT);
    }

    boolean overlaps(DetectedIncident other) {
        return entity.equals(other.entity) && startedMs <= other.lastMs && other.startedMs <= lastMs;
    }

    /** Whether any of its anomalous steps starts in a range of time; its end is not part of it. */
    boolean within(long fromMs, long toMs) {
        return startedMs < toMs && lastMs >= fromMs;
    }
}
