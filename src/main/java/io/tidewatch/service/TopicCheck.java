package io.tidewatch.service;

import io.tidewatch.config.TidewatchConfig;
import io.tidewatch.topology.BrokerAddress;
import io.tidewatch.topology.TopicPlan;
import io.tidewatch.topology.TopicProvisioning;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;

/** Looks, before anything starts, whether the topics are there as they are needed. */
public final class TopicCheck {
    private TopicCheck() {}

    /**
     * Looks, and creates what is missing.
     *
     * @param shared whether models come from the models topic, which must then be there, too
     * @return the number of partitions of each input topic
     * @throws IllegalStateException when topics are missing or the broker does not answer, with the remedy
     */
    static Map<String, Integer> provision(TidewatchConfig config, boolean shared) {
        try (Admin admin = admin(config)) {
            return provisioning(config, admin, shared).provision();
        }
    }

    /**
     * Looks at the models topic alone, and creates it if it is missing.
     *
     * @throws IllegalStateException when it is missing, does not fit, or the broker does not answer, with the remedy
     */
    public static void provisionModels(TidewatchConfig config) {
        try (Admin admin = admin(config)) {
            provisioning(config, admin, true).provisionModels();
        }
    }

    private static Admin admin(TidewatchConfig config) {
        return Admin.create(new HashMap<String, Object>(config.kafka()));
    }

    private static TopicProvisioning provisioning(TidewatchConfig config, Admin admin, boolean shared) {
        return new TopicProvisioning(
                admin,
                BrokerAddress.of(config.kafka()),
                new TopicPlan(
                        config.inputTopics(),
                        config.event().entityField().isEmpty()
                                && config.topics().internalPartitions() == 0,
                        config.topics().alerts(),
                        config.topics().deadLetters(),
                        shared ? Optional.of(config.models().topic()) : Optional.empty(),
                        config.topics().create(),
                        config.topics().replicationFactor()));
    }
}
