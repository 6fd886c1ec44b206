package io.tidewatch.topology;

import io.tidewatch.window.SourcedEvent;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The sources whose events one detecting task takes, by their ids. */
final class SourceIds {
    /** More than any topic has: it keeps the partitions of one topic apart from those of another. */
    private static final int MOST_PARTITIONS = 1_000_000;

    private final Map<Integer, String> names = new LinkedHashMap<>();

    /** Id of a source partition, the same in every process. */
    static int of(String topic, int partition) {
        return 31 * topic.hashCode() + partition;
    }

    /** Where an event's record was read from; empty when it names no source of these topics, or no offset. */
    static Optional<Place> place(List<String> topics, SourcedEvent event) {
        if (event.offset() == SourcedEvent.NO_OFFSET) {
            return Optional.empty();
        }
        return topics.stream()
                .map(topic -> new Place(topic, event.source() - of(topic, 0), event.offset()))
                .filter(place -> place.partition() >= 0 && place.partition() < MOST_PARTITIONS)
                .findFirst();
    }

    /** Name of a source partition, as Kafka's own tools write it. */
    static String name(String topic, int partition) {
        return topic + "-" + partition;
    }

    /** The same partition of each topic: so when events come straight from it. */
    static SourceIds samePartition(List<String> topics, int partition) {
        SourceIds ids = new SourceIds();
        topics.forEach(topic -> ids.add(topic, partition));
        return ids;
    }

    /** All partitions of each topic: so when events come through the internal topic. */
    static SourceIds allPartitions(Map<String, Integer> partitions) {
        SourceIds ids = new SourceIds();
        new HashMap<>(partitions).forEach((topic, count) -> {
            for (int p = 0; p < count; p++) {
                ids.add(topic, p);
            }
        });
        return ids;
    }

    private void add(String topic, int partition) {
        names.put(of(topic, partition), name(topic, partition));
    }

    Set<Integer> ids() {
        return Set.copyOf(names.keySet());
    }

    /** Name of a source; its number when it came later, such as a partition added while running. */
    String name(int id) {
        return names.getOrDefault(id, "source " + id);
    }
}
