package io.tidewatch.service;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.tidewatch.Alert;
import io.tidewatch.AlertStatus;
import io.tidewatch.embedded.LiveCluster;
import io.tidewatch.registry.ConfluentRegistry;
import io.tidewatch.topology.AlertFollower;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** A running service whose only broker goes away and comes back. */
class BrokerAwayIT {
    private static final Duration MINUTE = Duration.ofSeconds(60);
    private static final String ALERTS = "away.alerts";

    /** Too few for a first model, whose training would only take time. */
    private static final int ALL_STEPS = 150;

    /** The incident is opened before the outage, and ends after it. */
    private static final int STEPS_BEFORE = LoadReadings.SPIKE_STEP + 2;

    @RegisterExtension
    static final LiveCluster CLUSTER = new LiveCluster();

    private final Logger logger = (Logger) LoggerFactory.getLogger(Watch.class);
    private final LogLines lines = new LogLines();

    @TempDir
    private Path directory;

    @BeforeEach
    void listen() {
        lines.start();
        logger.addAppender(lines);
    }

    @AfterEach
    void leave() {
        logger.detachAppender(lines);
    }

    private static ConditionFactory await() {
        // A stream thread that ends for the outage is for Streams to replace, not for the waiter.
        return Awaitility.await().atMost(MINUTE).dontCatchUncaughtExceptions();
    }

    private boolean ready(TidewatchService service) throws Exception {
        return LiveDetector.get(service.address() + "health/ready").statusCode() == 200;
    }

    private long stepsJudged(TidewatchService service) throws Exception {
        return LiveDetector.get(service.address() + "metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith("tidewatch_steps_total{"))
                .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    /** Whether the group has committed all that it has read, so that nothing of it is done again. */
    private static boolean allCommitted(String group) throws Exception {
        try (Admin admin = CLUSTER.admin()) {
            Map<TopicPartition, OffsetAndMetadata> committed = admin.listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get();
            Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
            committed.keySet().forEach(partition -> latest.put(partition, OffsetSpec.latest()));
            var ends = admin.listOffsets(latest).all().get();
            return !committed.isEmpty()
                    && committed.entrySet().stream()
                            .allMatch(offset -> offset.getValue().offset()
                                    == ends.get(offset.getKey()).offset());
        }
    }

    private static List<Alert> alerts(ConfluentRegistry registry) throws Exception {
        List<Alert> all = new ArrayList<>();
        try (AlertFollower follower = new AlertFollower(CLUSTER.clients(), registry, ALERTS, true)) {
            do {
                all.addAll(follower.poll(Duration.ofMillis(200)));
            } while (!follower.caughtUp());
        }
        return all;
    }

    @Test
    void isNotReadyAndAliveUntilItComesBackAndThenJudgesEachEventOnce() throws Exception {
        LiveDetector away = new LiveDetector(
                CLUSTER, "away", directory, "time: at, features: [load]", "step: 10m, gone-after: 100m");
        String brokers = CLUSTER.broker().bootstrapServers();
        try (ConfluentRegistry registry =
                        new ConfluentRegistry(List.of(CLUSTER.registry().url()), Map.of());
                LoadReadings readings = new LoadReadings(registry, CLUSTER.clients(), away.topic());
                TidewatchService service = away.start()) {
            String group = away.config().applicationId();
            readings.send(0, STEPS_BEFORE);
            // The last step is still open.
            await().until(() -> stepsJudged(service) == STEPS_BEFORE - 1);
            await().until(() -> allCommitted(group));
            assertThat(ready(service)).isTrue();
            assertThat(service.state().incidents().open()).isEqualTo(1);

            CLUSTER.broker().close();
            await().until(() ->
                    !ready(service) && !lines.of(Level.WARN, "not ready").isEmpty());
            assertNotReadyButAlive(service, brokers);

            CLUSTER.restartBroker();
            await().until(() -> ready(service));
            readings.send(STEPS_BEFORE, ALL_STEPS);
            await().until(() -> stepsJudged(service) >= ALL_STEPS - 1);
            await().until(() -> allCommitted(group));
            assertThat(lines.of(Level.INFO, "ready again")).singleElement().satisfies(line -> assertThat(line)
                    .contains("broker"));
            assertThat(lines.of(Level.WARN, "not ready")).hasSize(1);
            assertThat(stepsJudged(service)).isEqualTo(ALL_STEPS - 1);
            assertThat(service.state().throughput().total()).isEqualTo(ALL_STEPS);
            assertThat(service.state().rejected()).isZero();
            assertThat(service.state().leftOut().counts()).isEmpty();
            assertOneIncidentThatEnded(alerts(registry));
        }
    }

    private static void assertOneIncidentThatEnded(List<Alert> alerts) {
        assertThat(alerts).extracting(Alert::getId).containsOnly(alerts.get(0).getId());
        assertThat(alerts)
                .extracting(Alert::getSequence)
                .containsExactlyElementsOf(
                        IntStream.range(0, alerts.size()).boxed().toList());
        assertThat(alerts)
                .extracting(Alert::getStatus)
                .startsWith(AlertStatus.OPEN)
                .endsWith(AlertStatus.CLOSED);
    }

    private void assertNotReadyButAlive(TidewatchService service, String brokers) throws Exception {
        assertThat(LiveDetector.get(service.address() + "health/ready").body()).contains("No broker of " + brokers);
        assertThat(LiveDetector.get(service.address() + "api/state").body()).contains("No broker of " + brokers);
        assertThat(LiveDetector.get(service.managementAddress() + "health/live").statusCode())
                .isEqualTo(200);
        assertThat(lines.of(Level.WARN, "not ready")).singleElement().satisfies(line -> assertThat(line)
                .contains("No broker of " + brokers));
    }
}
