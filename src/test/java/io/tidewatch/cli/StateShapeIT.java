package io.tidewatch.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tidewatch.config.ConfigException;
import io.tidewatch.config.TidewatchConfig;
import io.tidewatch.detector.StepResult;
import io.tidewatch.embedded.LiveCluster;
import io.tidewatch.service.LiveDetector;
import io.tidewatch.service.TidewatchService;
import io.tidewatch.topology.InternalTopics;
import io.tidewatch.topology.ShapeTopic;
import io.tidewatch.topology.StateShape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What happens on a real broker when people change what the state was made with. */
class StateShapeIT {
    private static final int ROWS = 40;
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @RegisterExtension
    static final LiveCluster CLUSTER = new LiveCluster();

    @TempDir
    private Path directory;

    private LiveDetector detector(String name) throws IOException {
        return new LiveDetector(CLUSTER, name, directory, "time: timestamp, features: [heat, noise]", "step: 5m");
    }

    private static CommandRun run(LiveDetector rooms, String command, String... arguments) {
        return CommandRun.of(Stream.concat(Stream.of(command, "--config=" + rooms.yaml()), Stream.of(arguments))
                .toArray(String[]::new));
    }

    /** Sends rows of one room that carry one field more than is configured. */
    private void send(LiveDetector rooms, int from, int to) throws IOException {
        StringBuilder csv = new StringBuilder("timestamp,heat,noise,damp\n");
        for (int row = from; row < to; row++) {
            csv.append(Instant.ofEpochSecond(1_700_000_000L + 300L * row))
                    .append(",20.")
                    .append(row % 7)
                    .append(",3,4")
                    .append(row % 5)
                    .append('\n');
        }
        Path series = Files.writeString(directory.resolve("attic.csv"), csv);
        CommandRun replay = run(rooms, "replay", "--set=input.features=[heat, noise, damp]", series.toString());
        assertThat(replay.exitCode()).as(replay.err()).isZero();
    }

    private void learn(LiveDetector rooms) throws Exception {
        send(rooms, 0, ROWS);
        try (TidewatchService service = rooms.start()) {
            LiveDetector.awaitEvents(service, ROWS);
        }
    }

    private void loseDisk(LiveDetector rooms) throws IOException {
        Utils.delete(rooms.stateDirectory().toFile());
    }

    private static Set<String> topics() throws Exception {
        try (Admin admin = CLUSTER.admin()) {
            return admin.listTopics().names().get();
        }
    }

    @Test
    void changeThatTheStateCannotTakeIsRefusedUntilTheStateIsReset() throws Exception {
        LiveDetector rooms = detector("changed");
        learn(rooms);
        // What the state was made with is not lost.
        loseDisk(rooms);

        TidewatchConfig changed = rooms.config("window.step=10m", "input.zone=Europe/Berlin", "input.features=[heat]");
        assertThatThrownBy(() -> TidewatchService.start(changed))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("2 faults")
                .hasMessageContaining("window.step: '10m', but what the detector has learned was learned with '5m'")
                .hasMessageContaining("input.zone: 'Europe/Berlin', but")
                .hasMessageContaining("tidewatch reset");
        try (TidewatchService service = rooms.start("alerts.budget=1")) {
            await().atMost(PATIENCE).until(service::running);
        }
        rooms.endSessions();

        CommandRun dry = run(rooms, "reset", "--dry-run", "--json");
        assertThat(dry.exitCode()).as(dry.err()).isZero();
        assertThat(dry.out())
                .contains("\"dryRun\":true")
                .contains("tidewatch-changed-entities-changelog")
                .contains("tidewatch-changed-shape");
        assertThat(topics()).contains("tidewatch-changed-entities-changelog", "tidewatch-changed-shape");

        CommandRun done = run(rooms, "reset", "--yes");
        assertThat(done.exitCode()).as(done.err()).isZero();
        assertThat(done.out())
                .contains("deleted topic tidewatch-changed-entities-changelog")
                .contains("set group tidewatch-changed to the earliest offsets of changed.in");
        assertThat(topics())
                .contains("changed.alerts", "changed.dead-letters")
                .noneMatch(topic -> topic.startsWith("tidewatch-changed-"));
        assertThat(rooms.stateDirectory().resolve("tidewatch-changed")).doesNotExist();

        try (TidewatchService service = rooms.start(changed)) {
            LiveDetector.awaitEvents(service, ROWS);
        }
    }

    /** Starts, reads so many events, and finds that the entity is judged, not learned anew. */
    private static void goesOn(LiveDetector rooms, long events, String... assignments) throws Exception {
        try (TidewatchService service = rooms.start(assignments)) {
            LiveDetector.awaitEvents(service, events);
            await().atMost(PATIENCE).until(() -> service.state().count(StepResult.Phase.WITHOUT_MODEL) == 1);
            assertThat(service.state().count(StepResult.Phase.LEARNING)).isZero();
        }
    }

    @Test
    void stateIsKeptWhenFeaturesComeAndGo() throws Exception {
        LiveDetector rooms = detector("features");
        send(rooms, 0, ROWS);
        goesOn(rooms, ROWS);

        send(rooms, ROWS, ROWS + 4);
        goesOn(rooms, 4, "input.features=[damp, heat]");
        // The changelog holds what was learned of both.
        loseDisk(rooms);
        send(rooms, ROWS + 4, ROWS + 8);
        goesOn(rooms, 4, "input.features=[damp, heat]");
        send(rooms, ROWS + 8, ROWS + 12);
        goesOn(rooms, 4, "input.features=[{field: heat, aggregate: max}, damp]");
        loseDisk(rooms);
        send(rooms, ROWS + 12, ROWS + 16);
        goesOn(rooms, 4, "input.features=[heat, damp]");
    }

    private static Optional<StateShape> kept(LiveDetector rooms) throws Exception {
        String application = rooms.config().applicationId();
        try (Admin admin = CLUSTER.admin()) {
            return new ShapeTopic(admin, CLUSTER.clients(), InternalTopics.of(application), (short) 1).read();
        }
    }

    @Test
    void startThatIsRefusedForAFieldLeavesWhatTheStateWasMadeWithAsItIs() throws Exception {
        LiveDetector rooms = detector("mistyped");
        learn(rooms);
        Optional<StateShape> before = kept(rooms);

        TidewatchConfig mistyped = rooms.config("input.features=[heat, nois]");
        assertThatThrownBy(() -> TidewatchService.start(mistyped))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("input.features: 'nois'");

        assertThat(kept(rooms)).isPresent().isEqualTo(before);
    }

    @Test
    void resetIsRefusedWhileTheDetectorRuns() throws Exception {
        LiveDetector rooms = detector("running");
        try (TidewatchService service = rooms.start()) {
            await().atMost(PATIENCE).until(service::running);
            CommandRun reset = run(rooms, "reset", "--yes");
            assertThat(reset.exitCode()).isEqualTo(1);
            assertThat(reset.err()).contains("Detector running runs").contains("Stop all its instances");
        }
    }

    @Test
    void resetToTheLatestOffsetsReadsOnlyWhatComesAfterwards() throws Exception {
        LiveDetector rooms = detector("latest");
        learn(rooms);
        rooms.endSessions();

        CommandRun done = run(rooms, "reset", "--yes", "--from=latest");
        assertThat(done.exitCode()).as(done.err()).isZero();

        try (TidewatchService service = rooms.start()) {
            await().atMost(PATIENCE).until(service::running);
            send(rooms, 0, ROWS);
            LiveDetector.awaitEvents(service, ROWS);
        }
    }
}
