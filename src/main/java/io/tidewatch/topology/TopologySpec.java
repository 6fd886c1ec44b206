package io.tidewatch.topology;

import io.tidewatch.detector.DetectorSpec;
import io.tidewatch.detector.FeatureHistory;
import io.tidewatch.detector.FeatureSet;
import io.tidewatch.event.EventSpec;
import java.util.List;

/**
 * What the topology reads, does and writes, checked and resolved.
 *
 * @param inputTopics to read, at least one; co-partitioned when there are several
 * @param partitions of the input topics, and of the state
 * @param alertsTopic to which alerts go
 * @param deadLettersTopic to which records go that cannot become events
 * @param event where entity, time and features are in a record
 * @param detector what the core does with them
 * @param features of the detector, and those of before that its state may be of
 */
public record TopologySpec(
        List<String> inputTopics,
        PartitionPlan partitions,
        String alertsTopic,
        String deadLettersTopic,
        EventSpec event,
        DetectorSpec detector,
        FeatureHistory features) {

    public TopologySpec {
        inputTopics = List.copyOf(inputTopics);
        if (inputTopics.isEmpty()) {
            throw new IllegalArgumentException("no input topic");
        }
        if (inputTopics.contains(alertsTopic) || inputTopics.contains(deadLettersTopic)) {
            throw new IllegalArgumentException("an input topic is also an output topic, which would feed on itself: "
                    + inputTopics + ", alerts " + alertsTopic + ", dead letters " + deadLettersTopic);
        }
    }

    /** Of a detector that has never had other features. */
    public TopologySpec(
            List<String> inputTopics,
            PartitionPlan partitions,
            String alertsTopic,
            String deadLettersTopic,
            EventSpec event,
            DetectorSpec detector) {
        this(
                inputTopics,
                partitions,
                alertsTopic,
                deadLettersTopic,
                event,
                detector,
                FeatureHistory.onlyOf(FeatureSet.of(detector, event.features())));
    }

    /** The sources whose events a task of a partition takes. */
    SourceIds sources(int partition) {
        return partitions.rekeyed()
                ? SourceIds.allPartitions(partitions.inputs())
                : SourceIds.samePartition(inputTopics, partition);
    }
}
