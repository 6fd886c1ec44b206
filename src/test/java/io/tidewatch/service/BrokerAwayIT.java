package io.tidewatch.service;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.tidewatch.Alert;
import io.tidewatch.AlertStatus;
import io.tidewatch.config.TidewatchConfig;
import io.tidewatch.detector.DetectorSpec;
import io.tidewatch.embedded.EmbeddedBroker;
import io.tidewatch.embedded.EmbeddedRegistry;
import io.tidewatch.event.EventSpec;
import io.tidewatch.event.EventSpec.TimeUnitOfField;
import io.tidewatch.model.ModelSpec;
import io.tidewatch.model.ScorerKind;
import io.tidewatch.registry.ConfluentRegistry;
import io.tidewatch.topology.AlertFollower;
import io.tidewatch.window.StepSpec;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
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
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** A running service whose only broker goes away and comes back. */
class BrokerAwayIT {
    private static final Duration MINUTE = Duration.ofSeconds(60);
    private static final String INPUT = "away.in";
    private static final String ALERTS = "away.alerts";

    /** Too few for a first model, whose training would only take time. */
    private static final int ALL_STEPS = 150;

    /** The incident is opened before the outage, and ends after it. */
    private static final int STEPS_BEFORE = LoadReadings.SPIKE_STEP + 2;

    /** Keeps what Tidewatch logs. */
    private static final class Lines extends AppenderBase<ILoggingEvent> {
        private final List<ILoggingEvent> all = new CopyOnWriteArrayList<>();

        @Override
        protected void append(ILoggingEvent line) {
            all.add(line);
        }

        private List<String> of(Level level, String message) {
            return all.stream()
                    .filter(line ->
                            line.getLevel() == level && line.getMessage().equals(message))
                    .map(line -> line.getKeyValuePairs().toString())
                    .toList();
        }
    }

    private final Logger logger = (Logger) LoggerFactory.getLogger(Watch.class);
    private final Lines lines = new Lines();
    private final HttpClient client = HttpClient.newHttpClient();

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

    private TidewatchConfig config(EmbeddedBroker broker, EmbeddedRegistry registry) {
        DetectorSpec detector = new DetectorSpec(
                "away",
                Fixtures.SPEC.features(),
                List.of(),
                new StepSpec(LoadReadings.STEP_MS, 0, 10 * LoadReadings.STEP_MS),
                32,
                ZoneOffset.UTC,
                0.1,
                ModelSpec.DEFAULT);
        EventSpec event = new EventSpec(
                Optional.empty(),
                Optional.of("at"),
                TimeUnitOfField.MILLIS,
                List.of("load"),
                List.of(),
                1_000,
                3_600_000);
        return new TidewatchConfig(
                Map.of("bootstrap.servers", broker.bootstrapServers(), "commit.interval.ms", "100"),
                new TidewatchConfig.Registry(List.of(registry.url()), Map.of()),
                List.of(INPUT),
                event,
                detector,
                directory.resolve("models"),
                ScorerKind.COMPILED,
                new TidewatchConfig.Topics(ALERTS, "away.dead-letters", true, (short) 1, 0),
                directory.resolve("state"),
                new TidewatchConfig.Http("127.0.0.1", 0, 0));
    }

    private HttpResponse<String> get(String address) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create(address))
                        .timeout(Duration.ofSeconds(10))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static ConditionFactory await() {
        // A stream thread that ends for the outage is for Streams to replace, not for the waiter.
        return Awaitility.await().atMost(MINUTE).dontCatchUncaughtExceptions();
    }

    private boolean ready(TidewatchService service) throws Exception {
        return get(service.address() + "health/ready").statusCode() == 200;
    }

    private long stepsJudged(TidewatchService service) throws Exception {
        return get(service.address() + "metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith("tidewatch_steps_total{"))
                .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    /** Whether the group has committed all that it has read, so that nothing of it is done again. */
    private static boolean allCommitted(EmbeddedBroker broker, String group) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
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

    private static List<Alert> alerts(EmbeddedBroker broker, ConfluentRegistry registry) throws Exception {
        List<Alert> all = new ArrayList<>();
        Map<String, String> kafka = Map.of("bootstrap.servers", broker.bootstrapServers());
        try (AlertFollower follower = new AlertFollower(kafka, registry, ALERTS, true)) {
            do {
                all.addAll(follower.poll(Duration.ofMillis(200)));
            } while (!follower.caughtUp());
        }
        return all;
    }

    @Test
    void isNotReadyAndAliveUntilItComesBackAndThenJudgesEachEventOnce() throws Exception {
        EmbeddedBroker.Options options = EmbeddedBroker.Options.defaults().withDirectory(directory.resolve("broker"));
        EmbeddedBroker broker = EmbeddedBroker.start(options);
        try (EmbeddedRegistry server = EmbeddedRegistry.start();
                ConfluentRegistry registry = new ConfluentRegistry(List.of(server.url()), Map.of())) {
            broker.createTopic(INPUT, 1, Map.of());
            TidewatchConfig config = config(broker, server);
            try (LoadReadings readings = new LoadReadings(registry, broker.bootstrapServers(), INPUT);
                    TidewatchService service = TidewatchService.start(config)) {
                readings.send(0, STEPS_BEFORE);
                // The last step is still open.
                await().until(() -> stepsJudged(service) == STEPS_BEFORE - 1);
                String group = config.applicationId();
                EmbeddedBroker first = broker;
                await().until(() -> allCommitted(first, group));
                assertThat(ready(service)).isTrue();
                assertThat(service.state().incidents().open()).isEqualTo(1);

                broker.close();
                await().until(() -> !ready(service) && !lines.all.isEmpty());
                assertNotReadyButAlive(service, broker.bootstrapServers());

                broker = EmbeddedBroker.start(options.withPort(broker.port()));
                await().until(() -> ready(service));
                readings.send(STEPS_BEFORE, ALL_STEPS);
                await().until(() -> stepsJudged(service) >= ALL_STEPS - 1);
                EmbeddedBroker second = broker;
                await().until(() -> allCommitted(second, group));
                assertThat(lines.of(Level.INFO, "ready again")).singleElement().satisfies(line -> assertThat(line)
                        .contains("broker"));
                assertThat(lines.of(Level.WARN, "not ready")).hasSize(1);
                assertThat(stepsJudged(service)).isEqualTo(ALL_STEPS - 1);
                assertThat(service.state().throughput().total()).isEqualTo(ALL_STEPS);
                assertThat(service.state().rejected()).isZero();
                assertThat(service.state().leftOut().counts()).isEmpty();
                assertOneIncidentThatEnded(alerts(broker, registry));
            }
        } finally {
            broker.close();
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
        assertThat(get(service.address() + "health/ready").body()).contains("No broker of " + brokers);
        assertThat(get(service.address() + "api/state").body()).contains("No broker of " + brokers);
        assertThat(get(service.managementAddress() + "health/live").statusCode())
                .isEqualTo(200);
        assertThat(lines.of(Level.WARN, "not ready")).singleElement().satisfies(line -> assertThat(line)
                .contains("No broker of " + brokers));
    }
}
