package io.tidewatch.topology;

import java.util.List;
import java.util.Optional;

/**
 * The topics that must be there.
 *
 * @param inputs topics read
 * @param coPartitioned whether the inputs must have equally many partitions: so when events go straight to the state
 * @param alerts topic of the alerts
 * @param deadLetters topic of the dead letters
 * @param models topic of the models; empty: models come from elsewhere
 * @param create whether missing ones are created; inputs never are
 * @param replicationFactor of those created; -1: the broker's default
 */
public record TopicPlan(
        List<String> inputs,
        boolean coPartitioned,
        String alerts,
        String deadLetters,
        Optional<String> models,
        boolean create,
        short replicationFactor) {

    public TopicPlan {
        inputs = List.copyOf(inputs);
    }
}
