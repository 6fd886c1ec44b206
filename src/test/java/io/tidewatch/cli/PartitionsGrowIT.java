package io.tidewatch.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tidewatch.config.ConfigException;
import io.tidewatch.config.ConfigLoader;
import io.tidewatch.config.TidewatchConfig;
import io.tidewatch.detector.StepResult.Phase;
import io.tidewatch.embedded.EmbeddedBroker;
import io.tidewatch.embedded.EmbeddedRegistry;
import io.tidewatch.service.TidewatchService;
import io.tidewatch.topology.FaultInWords;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens on a real broker when an input topic gets more partitions than the state of the entities has. */
class PartitionsGrowIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int ROOMS = 6;

    /** More than a window, so that an entity whose state is lost is seen to learn again. */
    private static final int ROWS = 40;

    @TempDir
    private Path directory;

    private EmbeddedBroker broker;
    private EmbeddedRegistry registry;
    private Path yaml;

    @BeforeEach
    void start() throws IOException {
        broker = EmbeddedBroker.start();
        registry = EmbeddedRegistry.start();
        broker.createTopic("rooms", 1, Map.of());
        yaml = Files.writeString(directory.resolve("rooms.yaml"), """
                detector: rooms
                kafka: { bootstrap.servers: "%s", metadata.max.age.ms: 1000 }
                schema-registry: { url: "%s" }
                input: { topics: [rooms], time: timestamp, features: [heat] }
                window: { step: 5m, gone-after: 90d }
                model: { directory: '%s' }
                state-directory: '%s'
                http: { port: 0 }
                """.formatted(
                broker.bootstrapServers(), registry.url(), directory.resolve("models"), directory.resolve("state")));
    }

    @AfterEach
    void stop() {
        registry.close();
        broker.close();
    }

    private TidewatchConfig with(String... assignments) throws ConfigException {
        return ConfigLoader.load(yaml, Map.of(), List.of(assignments));
    }

    /** @return events sent */
    private long send(int from, int to) throws IOException {
        StringBuilder csv = new StringBuilder("timestamp,room,heat\n");
        for (int row = from; row < to; row++) {
            for (int room = 0; room < ROOMS; room++) {
                csv.append(Instant.ofEpochSecond(1_700_000_000L + 300L * row))
                        .append(",room-")
                        .append(room)
                        .append(",2")
                        .append((row + room) % 7)
                        .append('\n');
            }
        }
        Path series = Files.writeString(directory.resolve("rooms.csv"), csv);
        CommandRun replay = CommandRun.of("replay", "--config=" + yaml, "--entity-column=room", series.toString());
        assertThat(replay.exitCode()).as(replay.err()).isZero();
        return (long) (to - from) * ROOMS;
    }

    private void grow(int partitions) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            admin.createPartitions(Map.of("rooms", NewPartitions.increaseTo(partitions)))
                    .all()
                    .get();
        }
    }

    private static void awaitEvents(TidewatchService service, long count) {
        await().atMost(PATIENCE).until(() -> service.state().throughput().total() == count);
    }

    /** Events that were read and not committed are read again after a fault, and counted again. */
    private void awaitCommitted(long count) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            await().atMost(PATIENCE).until(() -> committed(admin) == count);
        }
    }

    private static long committed(Admin admin) throws Exception {
        return admin.listConsumerGroupOffsets("tidewatch-rooms").partitionsToOffsetAndMetadata().get().values().stream()
                .mapToLong(OffsetAndMetadata::offset)
                .sum();
    }

    private static void assertNobodyLearnsAnew(TidewatchService service) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(service.state().count(Phase.WITHOUT_MODEL))
                .isEqualTo(ROOMS));
        assertThat(service.state().count(Phase.LEARNING)).isZero();
    }

    @Test
    void stateIsKeptWhenPartitionsAreAddedWhileTheDetectorIsStopped() throws Exception {
        long first = send(0, ROWS);
        try (TidewatchService service = TidewatchService.start(with())) {
            awaitEvents(service, first);
        }

        grow(3);
        long more = send(ROWS, ROWS + 4);
        try (TidewatchService service = TidewatchService.start(with())) {
            awaitEvents(service, more);
            assertNobodyLearnsAnew(service);
        }

        TidewatchConfig other = with("topics.internal-partitions=3");
        assertThatThrownBy(() -> TidewatchService.start(other))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("topics.internal-partitions: 3, but what the detector has learned lies in 1 part")
                .hasMessageContaining("tidewatch reset");
    }

    @Test
    void stateIsKeptWhenPartitionsAreAddedWhileTheDetectorRuns() throws Exception {
        long first = send(0, ROWS);
        String fault;
        try (TidewatchService service = TidewatchService.start(with())) {
            awaitEvents(service, first);
            awaitCommitted(first);
            grow(3);
            fault = FaultInWords.of(service.awaitEnd().orElseThrow());
        }

        assertThat(fault)
                .startsWith("Input topics have got another number of partitions")
                .contains("Start again");
        long more = send(ROWS, ROWS + 4);
        try (TidewatchService service = TidewatchService.start(with())) {
            awaitEvents(service, more);
            assertNobodyLearnsAnew(service);
        }
    }

    @Test
    void configuredPartitionsHoldFromTheFirstStart() throws Exception {
        long first = send(0, ROWS);
        try (TidewatchService service = TidewatchService.start(with("topics.internal-partitions=4"))) {
            awaitEvents(service, first);
        }
        grow(5);
        long more = send(ROWS, ROWS + 4);
        try (TidewatchService service = TidewatchService.start(with("topics.internal-partitions=4"))) {
            awaitEvents(service, more);
            assertNobodyLearnsAnew(service);
        }
    }
}
