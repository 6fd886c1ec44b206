package io.tidewatch.topology;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes sure, before the first record, that every topic is there and fits. */
public final class TopicProvisioning {
    private static final Logger LOG = LoggerFactory.getLogger(TopicProvisioning.class);
    private static final Duration ALERTS_KEPT = Duration.ofDays(30);
    private static final Duration DEAD_LETTERS_KEPT = Duration.ofDays(14);

    /** A dead letter is its record with more headers: so much larger may it be than an input record, bytes. */
    private static final int ROOM_FOR_HEADERS = 64 << 10;

    private static final long ANSWER_WITHIN_MS = 30_000;
    private static final int LOOKS = 5;
    private static final long BETWEEN_LOOKS_MS = 400;

    private final Admin admin;
    private final BrokerAddress broker;
    private final TopicPlan plan;

    /** @param broker for messages, and the commands in them */
    public TopicProvisioning(Admin admin, BrokerAddress broker, TopicPlan plan) {
        this.admin = admin;
        this.broker = broker;
        this.plan = plan;
    }

    /**
     * Checks the input topics, and creates what is missing of the others, if that is allowed.
     *
     * @return the number of partitions of each input topic
     * @throws IllegalStateException when a topic is missing or does not fit: one line per fault, with the command that
     *     mends it; or when the broker does not answer
     */
    public Map<String, Integer> provision() {
        List<String> faults = new ArrayList<>();
        Map<String, Integer> inputs = new LinkedHashMap<>();
        for (String input : plan.inputs()) {
            partitionsOfNew(input)
                    .ifPresentOrElse(
                            count -> inputs.put(input, count),
                            () -> faults.add(
                                    "Input topic " + input + " does not exist. Correct its name, or create it: "
                                            + command(new NewTopic(input, Optional.of(6), Optional.empty()))));
        }
        if (plan.coPartitioned() && inputs.values().stream().distinct().count() > 1) {
            faults.add("Input topics have different numbers of partitions " + inputs
                    + ", so that the events of one entity do not meet. Name the entity by a field, or give all topics "
                    + "equally many: kafka-topics.sh --bootstrap-server " + broker.servers()
                    + " --alter --topic <topic> --partitions "
                    + inputs.values().stream().max(Integer::compare).get());
        }
        if (faults.isEmpty()) {
            int partitions = inputs.values().stream().max(Integer::compare).orElseThrow();
            for (NewTopic output : outputs(partitions)) {
                if (partitions(output.name()).isEmpty()) {
                    create(output, faults);
                } else if (output.name().equals(plan.deadLetters())) {
                    checkDeadLetters(output, faults);
                }
            }
            provisionModels(faults);
        }
        throwIfAny(faults);
        return inputs;
    }

    /**
     * Checks the models topic alone, and creates it if it is missing and that is allowed.
     *
     * @throws IllegalStateException as {@link #provision}
     */
    public void provisionModels() {
        List<String> faults = new ArrayList<>();
        provisionModels(faults);
        throwIfAny(faults);
    }

    private void provisionModels(List<String> faults) {
        plan.models().ifPresent(models -> provisionModels(models, faults));
    }

    private void provisionModels(String models, List<String> faults) {
        NewTopic wanted = new NewTopic(models, Optional.of(1), replicas())
                .configs(Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT));
        Optional<Integer> partitions = partitions(models);
        if (partitions.isEmpty()) {
            create(wanted, faults);
        } else {
            checkModels(wanted, partitions.get(), faults);
        }
    }

    private static void throwIfAny(List<String> faults) {
        if (!faults.isEmpty()) {
            throw new IllegalStateException(String.join("\n", faults));
        }
    }

    private List<NewTopic> outputs(int partitions) {
        return List.of(
                new NewTopic(plan.alerts(), Optional.of(partitions), replicas())
                        .configs(Map.of(TopicConfig.RETENTION_MS_CONFIG, Long.toString(ALERTS_KEPT.toMillis()))),
                new NewTopic(plan.deadLetters(), Optional.of(partitions), replicas())
                        .configs(Map.of(
                                TopicConfig.RETENTION_MS_CONFIG,
                                Long.toString(DEAD_LETTERS_KEPT.toMillis()),
                                TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                                Integer.toString(largestInput() + ROOM_FOR_HEADERS))));
    }

    private Optional<Short> replicas() {
        return plan.replicationFactor() < 0 ? Optional.empty() : Optional.of(plan.replicationFactor());
    }

    private void create(NewTopic topic, List<String> faults) {
        if (!plan.create()) {
            faults.add("Topic " + topic.name() + " does not exist, and creating topics is switched off. Create it: "
                    + command(topic));
            return;
        }
        try {
            answer(admin.createTopics(List.of(topic)).all());
            LOG.atInfo()
                    .addKeyValue("topic", topic.name())
                    .addKeyValue("partitions", topic.numPartitions())
                    .log("topic created");
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                faults.add("Topic " + topic.name() + " does not exist and cannot be created (" + reason(e)
                        + "). Create it: " + command(topic));
            }
        }
    }

    /** Gives a topic that was created a moment ago, by a start script perhaps, the time to become known. */
    private Optional<Integer> partitionsOfNew(String topic) {
        Optional<Integer> found = partitions(topic);
        for (int look = 1; found.isEmpty() && look < LOOKS; look++) {
            try {
                TimeUnit.MILLISECONDS.sleep(BETWEEN_LOOKS_MS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return found;
            }
            found = partitions(topic);
        }
        return found;
    }

    private Optional<Integer> partitions(String topic) {
        try {
            Map<String, TopicDescription> found =
                    answer(admin.describeTopics(List.of(topic)).allTopicNames());
            return Optional.ofNullable(found.get(topic))
                    .map(description -> description.partitions().size());
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return Optional.empty();
            }
            if (e.getCause() instanceof org.apache.kafka.common.errors.TimeoutException) {
                throw new IllegalStateException(broker.doesNotAnswer(), e);
            }
            throw new IllegalStateException(
                    "Topic " + topic + " cannot be described (" + reason(e)
                            + "). Check kafka.bootstrap.servers, login, permission to describe it.",
                    e);
        }
    }

    /** Looks whether a dead-letter topic that was there before takes any input record, and keeps it. */
    private void checkDeadLetters(NewTopic wanted, List<String> faults) {
        for (Config config : configs(List.of(wanted.name()))) {
            ConfigEntry cleanup = config.get(TopicConfig.CLEANUP_POLICY_CONFIG);
            if (cleanup != null && cleanup.value().contains(TopicConfig.CLEANUP_POLICY_COMPACT)) {
                faults.add("Topic " + wanted.name()
                        + " is compacted: it loses dead letters of the same key, and refuses those "
                        + "without one. Change it: "
                        + alteration(wanted.name(), TopicConfig.CLEANUP_POLICY_CONFIG, "delete"));
            }
            int largest = OutputLimits.largestMessage(config);
            int needed = largestInput() + ROOM_FOR_HEADERS;
            if (largest < needed) {
                LOG.atWarn()
                        .addKeyValue("topic", wanted.name())
                        .addKeyValue("maxMessageBytes", largest)
                        .addKeyValue("needed", needed)
                        .addKeyValue(
                                "remedy",
                                alteration(
                                        wanted.name(), TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(needed)))
                        .log(
                                "dead-letter topic takes smaller records than the input topics; larger letters lose their value");
            }
        }
    }

    /** Looks whether a models topic that was there before has an order, and keeps its models. */
    private void checkModels(NewTopic wanted, int partitions, List<String> faults) {
        if (partitions != wanted.numPartitions()) {
            faults.add("Topic " + wanted.name() + " has " + partitions
                    + " partitions, so that its records have no order. Delete it if its models are not needed, and "
                    + "create it anew: " + command(wanted));
        }
        for (Config config : configs(List.of(wanted.name()))) {
            ConfigEntry cleanup = config.get(TopicConfig.CLEANUP_POLICY_CONFIG);
            if (cleanup != null && !cleanup.value().equals(TopicConfig.CLEANUP_POLICY_COMPACT)) {
                faults.add("Topic " + wanted.name() + " has " + TopicConfig.CLEANUP_POLICY_CONFIG + "="
                        + cleanup.value() + ", so that models in use are deleted by age. Change it: "
                        + alteration(
                                wanted.name(), TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT));
            }
        }
    }

    private int largestInput() {
        return configs(plan.inputs()).stream()
                .map(OutputLimits::largestMessage)
                .max(Integer::compare)
                .orElse(OutputLimits.DEFAULT_LARGEST_MESSAGE);
    }

    /** Of topics; empty for who may not read them. */
    private Collection<Config> configs(List<String> topics) {
        List<ConfigResource> resources = topics.stream()
                .map(topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic))
                .toList();
        try {
            return answer(admin.describeConfigs(resources).all()).values();
        } catch (ExecutionException e) {
            return List.of();
        }
    }

    private <T> T answer(KafkaFuture<T> future) throws ExecutionException {
        try {
            return future.get(ANSWER_WITHIN_MS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new IllegalStateException(broker.doesNotAnswer(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while asking the broker about topics.", e);
        }
    }

    private static String reason(ExecutionException e) {
        return String.valueOf(
                e.getCause() == null ? e.getMessage() : e.getCause().getMessage());
    }

    private String alteration(String topic, String config, String value) {
        return "kafka-configs.sh --bootstrap-server " + broker.servers()
                + " --alter --entity-type topics --entity-name " + topic + " --add-config " + config + "=" + value;
    }

    private String command(NewTopic topic) {
        Map<String, String> configs = topic.configs() == null ? Map.of() : topic.configs();
        return "kafka-topics.sh --bootstrap-server " + broker.servers() + " --create --topic " + topic.name()
                + " --partitions " + topic.numPartitions()
                + (topic.replicationFactor() > 0 ? " --replication-factor " + topic.replicationFactor() : "")
                + configs.entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(config -> " --config " + config.getKey() + "=" + config.getValue())
                        .collect(Collectors.joining());
    }
}
