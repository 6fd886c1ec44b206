package io.tidewatch.topology;

import java.util.Map;

/**
 * How many partitions there are, and which way events take to the state of their entity.
 *
 * <p>State lies in the partition that its key belongs to, so the number of its partitions never changes: Kafka could
 * only spread what comes later. When input topics get more partitions, events go through an internal topic that has as
 * many as the state, and meet the state of their entity as before.
 *
 * @param inputs partitions of each input topic; other topics become known as they are read
 * @param rekeyed whether events go through the internal topic, rather than straight from their input partition
 * @param state partitions of the state; 0: as many as the largest input topic has
 */
public record PartitionPlan(Map<String, Integer> inputs, boolean rekeyed, int state) {

    public PartitionPlan {
        inputs = Map.copyOf(inputs);
        if (state < 0) {
            throw new IllegalArgumentException("state in " + state + " partitions");
        }
    }

    /** How many tasks hold state. */
    int tasks() {
        return state > 0
                ? state
                : inputs.values().stream().max(Integer::compare).orElse(0);
    }

    /** For a detector that has no state yet. */
    public static PartitionPlan ofNew(Map<String, Integer> inputs, boolean keyIsEntity) {
        return new PartitionPlan(inputs, !keyIsEntity, 0);
    }

    /**
     * @param keyIsEntity whether the record's key names the entity
     * @param configured partitions asked for; 0: none
     * @param made partitions of the state that there is; 0: there is none
     */
    public static PartitionPlan decide(Map<String, Integer> inputs, boolean keyIsEntity, int configured, int made) {
        int largest = inputs.values().stream().max(Integer::compare).orElse(0);
        int state = made > 0 ? made : configured > 0 ? configured : largest;
        return new PartitionPlan(inputs, !keyIsEntity || configured > 0 || state != largest, state);
    }
}
