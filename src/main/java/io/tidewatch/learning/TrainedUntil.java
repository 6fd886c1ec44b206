package io.tidewatch.learning;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The last step that a model was trained on, per entity: one time for most entities, and the times that differ from it.
 *
 * @param mostMs start of the last step of the median entity, epoch milliseconds; 0 when there are none
 * @param others last steps of entities that are further away from it, by name
 */
record TrainedUntil(long mostMs, Map<String, Long> others) {
    /**
     * Largest number of entities with a time of their own; when there are more, those nearest to the median get its
     * time.
     */
    private static final int MOST_OTHERS = 1_000;

    TrainedUntil {
        others = Map.copyOf(others);
    }

    /**
     * @param untilMs start of the last step by entity, epoch milliseconds
     * @param windowMs entities within this distance of the median get its time
     */
    static TrainedUntil of(Map<String, Long> untilMs, long windowMs) {
        if (untilMs.isEmpty()) {
            return new TrainedUntil(0, Map.of());
        }
        long[] sorted =
                untilMs.values().stream().mapToLong(Long::longValue).sorted().toArray();
        long medianMs = sorted[(sorted.length - 1) / 2];
        Map<String, Long> others = new LinkedHashMap<>();
        untilMs.entrySet().stream()
                .filter(entity -> apart(entity, medianMs) > windowMs)
                .sorted(Comparator.<Map.Entry<String, Long>>comparingLong(entity -> apart(entity, medianMs))
                        .reversed()
                        .thenComparing(Map.Entry::getKey))
                .limit(MOST_OTHERS)
                .forEach(entity -> others.put(entity.getKey(), entity.getValue()));
        // All entities near the median get the latest of their times.
        long mostMs = untilMs.values().stream()
                .mapToLong(Long::longValue)
                .filter(ms -> Math.abs(ms - medianMs) <= windowMs)
                .max()
                .orElse(medianMs);
        return new TrainedUntil(mostMs, others);
    }

    private static long apart(Map.Entry<String, Long> entity, long medianMs) {
        return Math.abs(entity.getValue() - medianMs);
    }
}
