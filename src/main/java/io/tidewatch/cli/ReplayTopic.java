package io.tidewatch.cli;

import io.tidewatch.topology.BrokerAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** The topic that a replay produces to. */
final class ReplayTopic {
    /** Long enough for a slow broker, short enough for somebody who waits before a terminal. */
    private static final String ANSWER_WITHIN_MS = "15000";

    private final String name;
    private final Map<String, String> kafka;

    /** @param kafka client properties */
    ReplayTopic(String name, Map<String, String> kafka) {
        this.name = name;
        this.kafka = kafka;
    }

    /**
     * Creates it unless it is there; a topic that is there is left as it is, and needs no right to create.
     *
     * @throws IllegalStateException when it can neither be seen nor created
     */
    void createIfMissing(int partitions) throws InterruptedException {
        Map<String, Object> settings = new HashMap<>();
        settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, ANSWER_WITHIN_MS);
        settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, ANSWER_WITHIN_MS);
        settings.putAll(kafka);
        try (Admin admin = Admin.create(settings)) {
            if (!exists(admin)) {
                admin.createTopics(List.of(new NewTopic(name, Optional.of(partitions), Optional.empty())))
                        .all()
                        .get();
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof TimeoutException) {
                throw new IllegalStateException(BrokerAddress.of(kafka).doesNotAnswer(), e);
            }
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw new IllegalStateException(
                        "topic " + name + " cannot be seen or created on "
                                + kafka.get(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG) + " ("
                                + (e.getCause() == null ? e : e.getCause()).getMessage()
                                + "); check the address, the login, and that the broker runs",
                        e);
            }
        }
    }

    private boolean exists(Admin admin) throws InterruptedException, ExecutionException {
        try {
            admin.describeTopics(List.of(name)).allTopicNames().get();
            return true;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return false;
            }
            throw e;
        }
    }
}
