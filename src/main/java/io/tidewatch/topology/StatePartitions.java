package io.tidewatch.topology;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.common.errors.InvalidPartitionsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The partitions of the state on the broker, which input topics may outgrow. */
public final class StatePartitions {
    private static final Logger LOG = LoggerFactory.getLogger(StatePartitions.class);

    private final Admin admin;
    private final InternalTopics topics;

    public StatePartitions(Admin admin, InternalTopics topics) {
        this.admin = admin;
        this.topics = topics;
    }

    /**
     * How many the state has; 0: there is none yet.
     *
     * @throws ExecutionException when the broker does not answer
     */
    public int made() throws ExecutionException, InterruptedException {
        int changelog = count(topics.entities());
        return changelog > 0 ? changelog : count(topics.byEntity());
    }

    /**
     * Lets the state follow its input topics. The time of each source partition lies in the partition of the same
     * number, so that topic grows with them. Where there are fewer input partitions than before, it begins anew: each
     * source's time is then that of its next event.
     *
     * @throws ExecutionException when the broker does not do it
     */
    public void follow(PartitionPlan plan) throws ExecutionException, InterruptedException {
        int largest = plan.inputs().values().stream().max(Integer::compare).orElse(0);
        int clocks = count(topics.sourceClocks());
        if (clocks == 0 || clocks == largest) {
            return;
        }
        if (clocks < largest) {
            grow(largest);
        } else {
            admin.deleteTopics(List.of(topics.sourceClocks())).all().get();
        }
        LOG.atInfo()
                .addKeyValue("inputPartitions", largest)
                .addKeyValue("before", clocks)
                .addKeyValue("statePartitions", plan.state())
                .log("input topics have another number of partitions than before; the state of the entities is kept. It"
                        + " is found again for keys that were partitioned as Kafka's Java producer does it (murmur2)");
    }

    /** Another instance that starts now may have done it. */
    private void grow(int partitions) throws ExecutionException, InterruptedException {
        try {
            admin.createPartitions(Map.of(topics.sourceClocks(), NewPartitions.increaseTo(partitions)))
                    .all()
                    .get();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof InvalidPartitionsException) || count(topics.sourceClocks()) != partitions) {
                throw e;
            }
        }
    }

    private int count(String topic) throws ExecutionException, InterruptedException {
        Set<String> present = admin.listTopics().names().get();
        if (!present.contains(topic)) {
            return 0;
        }
        return admin.describeTopics(List.of(topic)).allTopicNames().get().values().stream()
                .mapToInt(found -> found.partitions().size())
                .sum();
    }
}
