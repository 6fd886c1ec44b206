package io.tidewatch.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tidewatch.config.ConfigException;
import io.tidewatch.config.ConfigLoader;
import io.tidewatch.config.TidewatchConfig;
import io.tidewatch.detector.StepResult;
import io.tidewatch.embedded.EmbeddedBroker;
import io.tidewatch.embedded.EmbeddedRegistry;
import io.tidewatch.service.TidewatchService;
import io.tidewatch.topology.InternalTopics;
import io.tidewatch.topology.ShapeTopic;
import io.tidewatch.topology.StateShape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens on a real broker when people change what the state was made with. */
class StateShapeIT {
    private static final int ROWS = 40;
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @TempDir
    private Path directory;

    private EmbeddedBroker broker;
    private EmbeddedRegistry registry;
    private Path yaml;
    private Path series;

    @BeforeEach
    void start() throws IOException {
        broker = EmbeddedBroker.start();
        registry = EmbeddedRegistry.start();
        broker.createTopic("rooms", 1, Map.of());
        yaml = Files.writeString(directory.resolve("rooms.yaml"), """
                detector: rooms
                kafka: { bootstrap.servers: "%s" }
                schema-registry: { url: "%s" }
                input: { topics: [rooms], time: timestamp, features: [heat, noise] }
                window: { step: 5m }
                model: { directory: '%s' }
                state-directory: '%s'
                http: { port: 0 }
                """.formatted(
                broker.bootstrapServers(), registry.url(), directory.resolve("models"), directory.resolve("state")));
        StringBuilder csv = new StringBuilder("timestamp,heat,noise\n");
        for (int row = 0; row < ROWS; row++) {
            csv.append(Instant.ofEpochSecond(1_700_000_000L + 300L * row))
                    .append(",20.")
                    .append(row % 7)
                    .append(",3\n");
        }
        series = Files.writeString(directory.resolve("attic.csv"), csv);
    }

    @AfterEach
    void stop() {
        registry.close();
        broker.close();
    }

    private TidewatchConfig with(String... assignments) throws ConfigException {
        return ConfigLoader.load(yaml, Map.of(), List.of(assignments));
    }

    private CommandRun reset(String... options) {
        String[] arguments = new String[options.length + 2];
        arguments[0] = "reset";
        arguments[1] = "--config=" + yaml;
        System.arraycopy(options, 0, arguments, 2, options.length);
        return CommandRun.of(arguments);
    }

    private Set<String> topics() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            return admin.listTopics().names().get();
        }
    }

    private void awaitEvents(TidewatchService service, long count) {
        await().atMost(PATIENCE).until(() -> service.state().throughput().total() == count);
    }

    private void learn() throws Exception {
        CommandRun replay = CommandRun.of("replay", "--config=" + yaml, series.toString());
        assertThat(replay.exitCode()).as(replay.err()).isZero();
        try (TidewatchService service = TidewatchService.start(with())) {
            awaitEvents(service, ROWS);
            CommandRun whileRunning = reset("--yes");
            assertThat(whileRunning.exitCode()).isEqualTo(1);
            assertThat(whileRunning.err()).contains("Detector rooms runs").contains("Stop all its instances");
        }
    }

    @Test
    void changeThatTheStateCannotTakeIsRefusedUntilTheStateIsReset() throws Exception {
        learn();
        // The disk is lost: what the state was made with is not.
        Utils.delete(directory.resolve("state").toFile());

        TidewatchConfig changed = with("window.step=10m", "input.zone=Europe/Berlin", "input.features=[heat]");
        assertThatThrownBy(() -> TidewatchService.start(changed))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("2 faults")
                .hasMessageContaining("window.step: '10m', but what the detector has learned was learned with '5m'")
                .hasMessageContaining("input.zone: 'Europe/Berlin', but")
                .hasMessageContaining("tidewatch reset");
        try (TidewatchService service = TidewatchService.start(with("alerts.budget=1"))) {
            await().atMost(PATIENCE).until(service::running);
        }

        CommandRun dry = reset("--dry-run", "--json");
        assertThat(dry.exitCode()).as(dry.err()).isZero();
        assertThat(dry.out())
                .contains("\"dryRun\":true")
                .contains("tidewatch-rooms-entities-changelog")
                .contains("tidewatch-rooms-shape");
        assertThat(topics()).contains("tidewatch-rooms-entities-changelog", "tidewatch-rooms-shape");

        CommandRun done = reset("--yes");
        assertThat(done.exitCode()).as(done.err()).isZero();
        assertThat(done.out())
                .contains("deleted topic tidewatch-rooms-entities-changelog")
                .contains("set group tidewatch-rooms to the earliest offsets of rooms");
        assertThat(topics())
                .contains("rooms.alerts", "rooms.dead-letters")
                .noneMatch(topic -> topic.startsWith("tidewatch-rooms-"));
        assertThat(directory.resolve("state/tidewatch-rooms")).doesNotExist();

        try (TidewatchService service = TidewatchService.start(changed)) {
            awaitEvents(service, ROWS);
        }
    }

    /** Sends rows that carry one field more than is configured. */
    private void send(int from, int to) throws Exception {
        StringBuilder csv = new StringBuilder("timestamp,heat,noise,damp\n");
        for (int row = from; row < to; row++) {
            csv.append(Instant.ofEpochSecond(1_700_000_000L + 300L * row))
                    .append(",20.")
                    .append(row % 7)
                    .append(",3,4")
                    .append(row % 5)
                    .append('\n');
        }
        Files.writeString(series, csv);
        CommandRun replay = CommandRun.of(
                "replay", "--config=" + yaml, "--set=input.features=[heat, noise, damp]", series.toString());
        assertThat(replay.exitCode()).as(replay.err()).isZero();
    }

    /** Starts, reads so many events, and finds that the entity is judged, not learned anew. */
    private void goesOn(long events, String... assignments) throws Exception {
        try (TidewatchService service = TidewatchService.start(with(assignments))) {
            awaitEvents(service, events);
            await().atMost(PATIENCE).until(() -> service.state().count(StepResult.Phase.WITHOUT_MODEL) == 1);
            assertThat(service.state().count(StepResult.Phase.LEARNING)).isZero();
        }
    }

    @Test
    void stateIsKeptWhenFeaturesComeAndGo() throws Exception {
        send(0, ROWS);
        goesOn(ROWS);

        send(ROWS, ROWS + 4);
        goesOn(4, "input.features=[damp, heat]");
        // The disk is lost: the changelog holds what was learned of both.
        Utils.delete(directory.resolve("state").toFile());
        send(ROWS + 4, ROWS + 8);
        goesOn(4, "input.features=[damp, heat]");
        send(ROWS + 8, ROWS + 12);
        goesOn(4, "input.features=[{field: heat, aggregate: max}, damp]");
        Utils.delete(directory.resolve("state").toFile());
        send(ROWS + 12, ROWS + 16);
        goesOn(4, "input.features=[heat, damp]");
    }

    private Optional<StateShape> kept() throws Exception {
        Map<String, String> kafka = Map.of("bootstrap.servers", broker.bootstrapServers());
        try (Admin admin = Admin.create(Map.copyOf(kafka))) {
            return new ShapeTopic(admin, kafka, InternalTopics.of("tidewatch-rooms"), (short) 1).read();
        }
    }

    @Test
    void startThatIsRefusedForAFieldLeavesWhatTheStateWasMadeWithAsItIs() throws Exception {
        learn();
        Optional<StateShape> before = kept();

        TidewatchConfig mistyped = with("input.features=[heat, nois]");
        assertThatThrownBy(() -> TidewatchService.start(mistyped))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("input.features: 'nois'");

        assertThat(kept()).isPresent().isEqualTo(before);
    }

    @Test
    void resetToTheLatestOffsetsReadsOnlyWhatComesAfterwards() throws Exception {
        learn();

        CommandRun done = reset("--yes", "--from=latest");
        assertThat(done.exitCode()).as(done.err()).isZero();

        try (TidewatchService service = TidewatchService.start(with())) {
            await().atMost(PATIENCE).until(service::running);
            assertThat(CommandRun.of("replay", "--config=" + yaml, series.toString())
                            .exitCode())
                    .isZero();
            awaitEvents(service, ROWS);
        }
    }
}
