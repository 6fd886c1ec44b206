package io.tidewatch.topology;

import io.tidewatch.detector.DetectorSpec;
import io.tidewatch.event.EventSpec;
import java.util.List;
import java.util.Map;

/**
 * What the topology reads, does and writes, checked and resolved.
 *
 * @param inputTopics to read, at least one; co-partitioned when there are several
 * @param partitions of each input topic; those that are not told become known as they are read
 * @param alertsTopic to which alerts go
 * @param deadLettersTopic to which records go that cannot become events
 * @param event where entity, time and features are in a record
 * @param detector what the core does with them
 */
public record TopologySpec(
        List<String> inputTopics,
        Map<String, Integer> partitions,
        String alertsTopic,
        String deadLettersTopic,
        EventSpec event,
        DetectorSpec detector) {

    public TopologySpec {
        inputTopics = List.copyOf(inputTopics);
        partitions = Map.copyOf(partitions);
        if (inputTopics.isEmpty()) {
            throw new IllegalArgumentException("no input topic");
        }
        if (inputTopics.contains(alertsTopic) || inputTopics.contains(deadLettersTopic)) {
            throw new IllegalArgumentException("an input topic is also an output topic, which would feed on itself: "
                    + inputTopics + ", alerts " + alertsTopic + ", dead letters " + deadLettersTopic);
        }
    }

    /** The sources whose events a task of a partition takes. */
    SourceIds sources(int partition) {
        return event.entityField().isEmpty()
                ? SourceIds.samePartition(inputTopics, partition)
                : SourceIds.allPartitions(partitions);
    }
}
