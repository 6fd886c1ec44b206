package io.tidewatch.service;

import static org.awaitility.Awaitility.await;

import io.tidewatch.config.ConfigException;
import io.tidewatch.config.ConfigLoader;
import io.tidewatch.config.TidewatchConfig;
import io.tidewatch.embedded.LiveCluster;
import io.tidewatch.embedded.Sessions;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;

/** A detector of a test on a {@link LiveCluster}: its input topic, configuration file and directories. */
public final class LiveDetector {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final LiveCluster cluster;
    private final String name;
    private final Path directory;
    private final Path yaml;
    private boolean started;

    /**
     * Creates the input topic, of one partition, and writes the configuration.
     *
     * @param name of the detector, no other one's of this cluster
     * @param input keys of the section {@code input}, without the topics
     * @param window keys of the section {@code window}
     */
    public LiveDetector(LiveCluster cluster, String name, Path directory, String input, String window)
            throws IOException {
        this.cluster = cluster;
        this.name = name;
        this.directory = directory;
        cluster.broker().createTopic(topic(), 1, Map.of());
        yaml = Files.writeString(directory.resolve(name + ".yaml"), """
                detector: %s
                kafka:
                  bootstrap.servers: "%s"
                  session.timeout.ms: 3000
                  heartbeat.interval.ms: 500
                  commit.interval.ms: 100
                  metadata.max.age.ms: 1000
                schema-registry: { url: "%s" }
                input: { topics: [%s], %s }
                window: { %s }
                model: { directory: '%s' }
                state-directory: '%s'
                http: { port: 0 }
                """.formatted(
                        name,
                        cluster.broker().bootstrapServers(),
                        cluster.registry().url(),
                        topic(),
                        input,
                        window,
                        directory.resolve("models"),
                        stateDirectory()));
    }

    public String topic() {
        return name + ".in";
    }

    public Path yaml() {
        return yaml;
    }

    public Path stateDirectory() {
        return directory.resolve("state");
    }

    /** As the file and the assignments, as of {@code --set}, say. */
    public TidewatchConfig config(String... assignments) throws ConfigException {
        return ConfigLoader.load(yaml, Map.of(), List.of(assignments));
    }

    /** Starts it; if it has run before, once that has stopped. */
    public TidewatchService start(String... assignments) throws Exception {
        return start(config(assignments));
    }

    /** Starts it with a configuration made of its own. */
    public TidewatchService start(TidewatchConfig config) throws Exception {
        endSessions();
        TidewatchService service = TidewatchService.start(config);
        started = true;
        return service;
    }

    /** After it has stopped: for the broker, too. */
    public void endSessions() {
        if (started) {
            try (Admin admin = cluster.admin()) {
                Sessions.end(admin, "tidewatch-" + name);
            }
        }
    }

    /** Waits for exactly so many events since the start. */
    public static void awaitEvents(TidewatchService service, long count) {
        await().atMost(PATIENCE).until(() -> service.state().throughput().total() == count);
    }

    /** Waits until so many records are committed: what is not is read again after a fault, and counted again. */
    public void awaitCommitted(long count) {
        try (Admin admin = cluster.admin()) {
            await().atMost(PATIENCE)
                    .until(() -> admin
                                    .listConsumerGroupOffsets("tidewatch-" + name)
                                    .partitionsToOffsetAndMetadata()
                                    .get()
                                    .values()
                                    .stream()
                                    .mapToLong(OffsetAndMetadata::offset)
                                    .sum()
                            == count);
        }
    }

    /** Asks a running service over HTTP. */
    static HttpResponse<String> get(String address) throws Exception {
        return HTTP.send(
                HttpRequest.newBuilder(URI.create(address))
                        .timeout(Duration.ofSeconds(10))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
