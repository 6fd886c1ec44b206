package io.tidewatch.learning;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Up to which step a model was trained, entity by entity: one time for most, and those that are apart from it.
 *
 * @param mostMs start of the last step of the median entity, epoch milliseconds; 0 when there are none
 * @param others the same of entities that are further apart, by their names
 */
record TrainedUntil(long mostMs, Map<String, Long> others) {
    /** Entities that are told apart: of more, those nearest to the median count as the median. */
    private static final int MOST_OTHERS = 1_000;

    TrainedUntil {
        others = Map.copyOf(others);
    }

    /**
     * @param untilMs start of the last step by entity, epoch milliseconds
     * @param windowMs entities that are less than this apart from the median are not told apart
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
        // What is near the median was trained on up to the latest of these.
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
