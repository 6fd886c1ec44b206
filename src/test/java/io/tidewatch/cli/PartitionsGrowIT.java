package io.tidewatch.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tidewatch.config.ConfigException;
import io.tidewatch.config.TidewatchConfig;
import io.tidewatch.detector.StepResult.Phase;
import io.tidewatch.embedded.LiveCluster;
import io.tidewatch.service.LiveDetector;
import io.tidewatch.service.TidewatchService;
import io.tidewatch.topology.FaultInWords;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What happens on a real broker when an input topic gets more partitions than the state of the entities has. */
class PartitionsGrowIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int ROOMS = 6;

    /** More than a window, so that an entity whose state is lost is seen to learn again. */
    private static final int ROWS = 40;

    @RegisterExtension
    static final LiveCluster CLUSTER = new LiveCluster();

    @TempDir
    private Path directory;

    private LiveDetector detector(String name) throws IOException {
        return new LiveDetector(
                CLUSTER, name, directory, "time: timestamp, features: [heat]", "step: 5m, gone-after: 90d");
    }

    /** @return events sent */
    private long send(LiveDetector rooms, int from, int to) throws IOException {
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
        CommandRun replay =
                CommandRun.of("replay", "--config=" + rooms.yaml(), "--entity-column=room", series.toString());
        assertThat(replay.exitCode()).as(replay.err()).isZero();
        return (long) (to - from) * ROOMS;
    }

    private static void grow(LiveDetector rooms, int partitions) throws Exception {
        try (Admin admin = CLUSTER.admin()) {
            admin.createPartitions(Map.of(rooms.topic(), NewPartitions.increaseTo(partitions)))
                    .all()
                    .get();
        }
    }

    private static void assertNobodyLearnsAnew(TidewatchService service) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(service.state().count(Phase.WITHOUT_MODEL))
                .isEqualTo(ROOMS));
        assertThat(service.state().count(Phase.LEARNING)).isZero();
    }

    @Test
    void stateIsKeptWhenPartitionsAreAddedWhileTheDetectorIsStopped() throws Exception {
        LiveDetector rooms = detector("stopped");
        long first = send(rooms, 0, ROWS);
        try (TidewatchService service = rooms.start()) {
            LiveDetector.awaitEvents(service, first);
        }

        grow(rooms, 3);
        long more = send(rooms, ROWS, ROWS + 4);
        try (TidewatchService service = rooms.start()) {
            LiveDetector.awaitEvents(service, more);
            assertNobodyLearnsAnew(service);
        }

        TidewatchConfig other = rooms.config("topics.internal-partitions=3");
        assertThatThrownBy(() -> TidewatchService.start(other))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("topics.internal-partitions: 3, but what the detector has learned lies in 1 part")
                .hasMessageContaining("tidewatch reset");
    }

    @Test
    void stateIsKeptWhenPartitionsAreAddedWhileTheDetectorRuns() throws Exception {
        LiveDetector rooms = detector("running");
        long first = send(rooms, 0, ROWS);
        String fault;
        try (TidewatchService service = rooms.start()) {
            LiveDetector.awaitEvents(service, first);
            rooms.awaitCommitted(first);
            grow(rooms, 3);
            fault = FaultInWords.of(service.awaitEnd().orElseThrow());
        }

        assertThat(fault)
                .startsWith("Input topics have got another number of partitions")
                .contains("Start again");
        long more = send(rooms, ROWS, ROWS + 4);
        try (TidewatchService service = rooms.start()) {
            LiveDetector.awaitEvents(service, more);
            assertNobodyLearnsAnew(service);
        }
    }

    @Test
    void configuredPartitionsHoldFromTheFirstStart() throws Exception {
        LiveDetector rooms = detector("configured");
        long first = send(rooms, 0, ROWS);
        try (TidewatchService service = rooms.start("topics.internal-partitions=4")) {
            LiveDetector.awaitEvents(service, first);
        }
        grow(rooms, 5);
        long more = send(rooms, ROWS, ROWS + 4);
        try (TidewatchService service = rooms.start("topics.internal-partitions=4")) {
            LiveDetector.awaitEvents(service, more);
            assertNobodyLearnsAnew(service);
        }
    }
}
