package io.tidewatch.service;

import io.tidewatch.config.TidewatchConfig;
import io.tidewatch.topology.BrokerAddress;
import io.tidewatch.topology.TopicPlan;
import io.tidewatch.topology.TopicProvisioning;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;

/** Looks, before anything starts, whether the topics are there as the topology needs them. */
final class TopicCheck {
    private TopicCheck() {}

    /**
     * Looks, and creates what is missing.
     *
     * @return the number of partitions of each input topic
     * @throws IllegalStateException when topics are missing or the broker does not answer, with the remedy
     */
    static Map<String, Integer> provision(TidewatchConfig config) {
        try (Admin admin = Admin.create(new HashMap<String, Object>(config.kafka()))) {
            return new TopicProvisioning(
                            admin,
                            BrokerAddress.of(config.kafka()),
                            new TopicPlan(
                                    config.inputTopics(),
                                    config.event().entityField().isEmpty()
                                            && config.topics().internalPartitions() == 0,
                                    config.topics().alerts(),
                                    config.topics().deadLetters(),
                                    config.topics().create(),
                                    config.topics().replicationFactor()))
                    .provision();
        }
    }
}
