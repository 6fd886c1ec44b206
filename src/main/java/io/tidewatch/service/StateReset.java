package io.tidewatch.service;

import io.tidewatch.config.TidewatchConfig;
import io.tidewatch.topology.InternalTopics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Utils;

/**
 * What a detector has learned, to be forgotten: offsets, internal topics, local stores. Not alerts, dead letters,
 * models.
 */
public final class StateReset implements AutoCloseable {
    private static final int LOOKS = 40;
    private static final long BETWEEN_LOOKS_MS = 500;

    private final TidewatchConfig config;
    private final Admin admin;

    /** Where the detector begins to read afterwards. */
    public enum From {
        EARLIEST,
        LATEST
    }

    /**
     * What there is to forget.
     *
     * @param group consumer group
     * @param topics internal topics that exist
     * @param directory of the local stores
     * @param inputs input topics that are read anew
     */
    public record Plan(String group, List<String> topics, Path directory, List<String> inputs) {}

    public StateReset(TidewatchConfig config) {
        this.config = config;
        this.admin = Admin.create(new HashMap<String, Object>(config.kafka()));
    }

    /** @throws IllegalStateException while an instance of the detector runs */
    public Plan plan() throws ExecutionException, InterruptedException {
        String group = config.applicationId();
        awaitInactive(group);
        Set<String> present = admin.listTopics().names().get();
        return new Plan(
                group,
                InternalTopics.of(group).names().stream()
                        .filter(present::contains)
                        .toList(),
                config.stateDirectory().resolve(group),
                config.inputTopics());
    }

    /** Forgets. Whatever it was broken off at, it can be done again. */
    public void apply(Plan plan, From from) throws ExecutionException, InterruptedException, IOException {
        // Offsets last: one that is broken off before is seen, as the detector then begins where it was.
        admin.deleteTopics(plan.topics()).all().get();
        awaitGone(plan.topics());
        if (Files.exists(plan.directory())) {
            Utils.delete(plan.directory().toFile());
        }
        Map<TopicPartition, OffsetSpec> specs =
                admin.describeTopics(plan.inputs()).allTopicNames().get().values().stream()
                        .flatMap(topic -> topic.partitions().stream()
                                .map(partition -> new TopicPartition(topic.name(), partition.partition())))
                        .collect(Collectors.toMap(
                                partition -> partition,
                                partition -> from == From.EARLIEST ? OffsetSpec.earliest() : OffsetSpec.latest()));
        Map<TopicPartition, OffsetAndMetadata> offsets = admin.listOffsets(specs).all().get().entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        found -> new OffsetAndMetadata(found.getValue().offset())));
        if (admin.listGroups().all().get().stream()
                .anyMatch(found -> found.groupId().equals(plan.group()))) {
            // With the offsets in the internal topics, which begin anew.
            admin.deleteConsumerGroups(List.of(plan.group())).all().get();
        }
        admin.alterConsumerGroupOffsets(plan.group(), offsets).all().get();
    }

    /** A detector that was stopped a moment ago counts as one that runs until its session ends. */
    private void awaitInactive(String group) throws ExecutionException, InterruptedException {
        for (int look = 0; look < LOOKS; look++) {
            if (admin.listGroups().all().get().stream().noneMatch(found -> isActive(found, group))) {
                return;
            }
            TimeUnit.MILLISECONDS.sleep(BETWEEN_LOOKS_MS);
        }
        throw new IllegalStateException("Detector " + config.detector().name() + " runs: group " + group
                + " has members. Stop all its instances, then try again.");
    }

    private static boolean isActive(GroupListing found, String group) {
        return found.groupId().equals(group)
                && found.groupState()
                        .filter(state -> state != GroupState.EMPTY && state != GroupState.DEAD)
                        .isPresent();
    }

    /** The broker answers before a topic is gone; a detector that starts then would meet the rest of it. */
    private void awaitGone(List<String> topics) throws ExecutionException, InterruptedException {
        for (int look = 0; look < LOOKS; look++) {
            Set<String> present = admin.listTopics().names().get();
            if (topics.stream().noneMatch(present::contains)) {
                return;
            }
            TimeUnit.MILLISECONDS.sleep(BETWEEN_LOOKS_MS);
        }
        throw new IllegalStateException("The broker has not deleted " + topics + " yet. Try again later.");
    }

    @Override
    public void close() {
        admin.close();
    }
}
