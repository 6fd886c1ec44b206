package io.tidewatch.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidewatch.config.ConfigLoader;
import io.tidewatch.config.TidewatchConfig;
import io.tidewatch.embedded.EmbeddedBroker;
import io.tidewatch.service.TidewatchService;
import io.tidewatch.simulation.Fleet;
import io.tidewatch.simulation.FleetSpec;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a file through train, run, replay to the alerts, with real training, on a real broker. */
abstract class WholeWay {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int TRAIN_ROWS = 576;

    @TempDir
    Path directory;

    /** As in the process itself: training, Kafka, RocksDB and HTTP go without objects from bytes. */
    @BeforeAll
    static void refuseObjects() {
        ObjectStreams.refuse();
    }

    /** Address of the registry under test. */
    abstract String registryUrl();

    /** One server: two normal days, then anomalies. */
    private Path series() throws IOException {
        Fleet fleet = new Fleet(new FleetSpec(
                1,
                Duration.ofMinutes(5),
                Instant.parse("2026-03-02T00:00:00Z"),
                Duration.ofDays(2),
                Duration.ofDays(3),
                5));
        Path file = directory.resolve("web.csv");
        try (PrintWriter csv = new PrintWriter(Files.newBufferedWriter(file))) {
            csv.println("timestamp," + String.join(",", Fleet.FEATURES));
            fleet.events(event -> {
                StringJoiner row = new StringJoiner(",");
                row.add(Instant.ofEpochMilli(event.timestampMs()).toString());
                for (int f = 0; f < event.features(); f++) {
                    row.add(String.format(Locale.ROOT, "%.4f", event.value(f)));
                }
                csv.println(row);
            });
        }
        return file;
    }

    private static List<JsonNode> parsed(String lines) throws IOException {
        List<JsonNode> nodes = new ArrayList<>();
        for (String line : lines.lines().toList()) {
            nodes.add(JSON.readTree(line));
        }
        return nodes;
    }

    private static List<String> told(List<JsonNode> alerts) {
        return alerts.stream()
                .map(alert -> alert.get("id").asText() + " " + alert.get("sequence") + " "
                        + alert.get("status").asText() + " " + alert.get("score") + " "
                        + alert.get("message").asText())
                .toList();
    }

    @Test
    void theServiceAlertsWhatTheBacktestSaysItWould() throws Exception {
        Path file = series();
        try (EmbeddedBroker broker = EmbeddedBroker.start()) {
            broker.createTopic("whole.servers", 2, Map.of());
            Path yaml = Files.writeString(directory.resolve("whole.yaml"), """
                    detector: whole
                    kafka: { bootstrap.servers: "%s" }
                    schema-registry: { url: "%s" }
                    input: { topics: [whole.servers], time: timestamp, features: [%s] }
                    window: { step: 5m }
                    model: { epochs: 20, directory: '%s', retrain: off }
                    state-directory: '%s'
                    http: { port: 0 }
                    """.formatted(
                            broker.bootstrapServers(),
                            registryUrl(),
                            String.join(", ", Fleet.FEATURES),
                            directory.resolve("models"),
                            directory.resolve("state")));
            String config = "--config=" + yaml;

            CommandRun train = CommandRun.of("train", config, "--rows=" + TRAIN_ROWS, file.toString());
            assertThat(train.exitCode()).as(train.err()).isZero();

            TidewatchConfig loaded = ConfigLoader.load(yaml, Map.of(), List.of());
            try (TidewatchService service = TidewatchService.start(loaded)) {
                CommandRun replay = CommandRun.of("replay", config, file.toString());
                assertThat(replay.exitCode()).as(replay.err()).isZero();

                CommandRun backtest = CommandRun.of(
                        "backtest",
                        config,
                        "--train-rows=" + TRAIN_ROWS,
                        "--output=" + directory.resolve("out"),
                        file.toString());
                assertThat(backtest.exitCode()).as(backtest.err()).isZero();
                List<JsonNode> expected = parsed(Files.readString(directory.resolve("out/web.alerts.jsonl")));
                assertThat(expected).isNotEmpty();

                await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
                    CommandRun alerts = CommandRun.of("alerts", config, "--json", "--until-end");
                    assertThat(told(parsed(alerts.out()))).isEqualTo(told(expected));
                });
            }
        }
    }
}
