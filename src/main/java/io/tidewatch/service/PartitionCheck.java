package io.tidewatch.service;

import io.tidewatch.config.ConfigException;
import io.tidewatch.config.ConfigFault;
import io.tidewatch.config.TidewatchConfig;
import io.tidewatch.topology.InternalTopics;
import io.tidewatch.topology.PartitionPlan;
import io.tidewatch.topology.StatePartitions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;

/**
 * Looks, before anything starts, whether input topics have other partitions than the state, and which way events take
 * then.
 */
final class PartitionCheck {
    private static final String KEY = "topics.internal-partitions";

    private PartitionCheck() {}

    /**
     * @param inputs the number of partitions of each input topic
     * @throws ConfigException when the state has another number of partitions than configured
     * @throws IllegalStateException when the broker does not answer, or does not let the state follow
     */
    static PartitionPlan plan(TidewatchConfig config, Map<String, Integer> inputs) throws ConfigException {
        InternalTopics topics = InternalTopics.of(config.applicationId());
        int configured = config.topics().internalPartitions();
        try (Admin admin = Admin.create(new HashMap<String, Object>(config.kafka()))) {
            StatePartitions state = new StatePartitions(admin, topics);
            int made = state.made();
            if (configured > 0 && made > 0 && configured != made) {
                throw new ConfigException(List.of(new ConfigFault(
                        KEY,
                        configured + ", but what the detector has learned lies in " + made + " partitions",
                        "the same as before",
                        "Remove it, give the detector a new name, or let it learn anew: stop all instances, then"
                                + " tidewatch reset")));
            }
            PartitionPlan plan =
                    PartitionPlan.decide(inputs, config.event().entityField().isEmpty(), configured, made);
            state.follow(plan);
            return plan;
        } catch (ExecutionException e) {
            throw new IllegalStateException(
                    "Topic " + topics.sourceClocks() + " cannot be given the partitions of the input topics ("
                            + e.getMessage()
                            + "). Check login and permissions: All on topics that begin with the application id.",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while asking the broker for the partitions of the state.", e);
        }
    }
}
