package io.tidewatch.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tidewatch.config.ConfigException;
import io.tidewatch.config.TidewatchConfig;
import io.tidewatch.embedded.EmbeddedBroker;
import io.tidewatch.embedded.EmbeddedRegistry;
import io.tidewatch.event.EventSpec;
import io.tidewatch.event.EventSpec.TimeUnitOfField;
import io.tidewatch.model.InputLayout;
import io.tidewatch.model.ModelArtifact;
import io.tidewatch.model.ScorerKind;
import io.tidewatch.model.artifact.ModelDirectory;
import io.tidewatch.registry.ConfluentRegistry;
import io.tidewatch.scoring.SideInput;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.avro.SchemaBuilder;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole process on a real broker and registry: start, answers over HTTP, stop. */
class TidewatchServiceIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private static EmbeddedBroker broker;
    private static EmbeddedRegistry registry;

    private final HttpClient client = HttpClient.newHttpClient();

    @TempDir
    private Path directory;

    @BeforeAll
    static void start() {
        broker = EmbeddedBroker.start();
        registry = EmbeddedRegistry.start();
    }

    @AfterAll
    static void stop() {
        registry.close();
        broker.close();
    }

    private TidewatchConfig config(String prefix, int port) {
        broker.createTopic(prefix + ".in", 1, Map.of());
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
                List.of(prefix + ".in"),
                event,
                Fixtures.SPEC,
                directory.resolve("models"),
                ScorerKind.COMPILED,
                new TidewatchConfig.Topics(prefix + ".alerts", prefix + ".dead-letters", true, (short) 1, 0),
                directory.resolve("state"),
                new TidewatchConfig.Http("127.0.0.1", port, 0));
    }

    private static int freePort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private HttpResponse<String> get(String address) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create(address))
                        .timeout(Duration.ofSeconds(10))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void becomesReadyCountsRecordsAndStops() throws Exception {
        TidewatchService service = TidewatchService.start(config("whole", 0));
        String address = service.address();
        try {
            await().atMost(PATIENCE).until(() -> get(address + "health/ready").statusCode() == 200);
            assertThat(get(address + "health/ready").body()).contains("0 of 128 windows");
            assertThat(get(service.managementAddress() + "health/live").body()).contains("stream-threads", "1 poll");
            assertThat(get(service.managementAddress() + "metrics").body()).contains("tidewatch_ready 1.0");
            assertThat(get(address + "api/state").body()).contains("Learning: waiting for the first event.");

            try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                    Map.of("bootstrap.servers", broker.bootstrapServers()),
                    new ByteArraySerializer(),
                    new ByteArraySerializer())) {
                producer.send(new ProducerRecord<>("whole.in", new byte[] {'k'}, new byte[] {9}));
            }
            await().atMost(PATIENCE).until(() -> service.state().rejected() == 1);
            assertThat(get(address + "metrics").body())
                    .contains("tidewatch_dead_letters_total{reason=\"not-wire-format\"} 1.0")
                    .contains("kafka_stream_client_state")
                    .contains("kafka_stream_thread_process_total")
                    .contains("jvm_memory_used_bytes")
                    .contains("process_uptime_seconds");
        } finally {
            assertThat(service.close(PATIENCE)).isTrue();
        }
        assertThat(service.awaitEnd()).isEmpty();
        assertThat(service.close(PATIENCE)).as("a second close does nothing").isTrue();
        assertThatThrownBy(() -> get(address)).isInstanceOf(java.io.IOException.class);
    }

    @Test
    void answersOverHttpWhileTheRegistryIsAwayAtTheStart() throws Exception {
        int port = freePort();
        String address = "http://127.0.0.1:" + port + "/";
        TidewatchConfig config = config("away", port);
        registry.setAvailable(false);
        CompletableFuture<TidewatchService> starting = CompletableFuture.supplyAsync(() -> {
            try {
                return TidewatchService.start(config);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        try {
            await().atMost(PATIENCE)
                    .ignoreExceptions()
                    .until(() -> get(address + "health/ready").body().contains("the schema registry does not answer"));
            assertThat(get(address + "health/live").statusCode()).isEqualTo(200);
            assertThat(get(address + "api/state").body()).contains("waiting for the schema registry");
        } finally {
            registry.setAvailable(true);
        }
        try (TidewatchService service = starting.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            await().atMost(PATIENCE).until(() -> get(address + "health/ready").statusCode() == 200);
            assertThat(service.running()).isTrue();
        }
    }

    @Test
    void fieldsThatTheRegisteredSchemaLacksAreAllRefusedBeforeAnythingIsRead() throws Exception {
        TidewatchConfig config = config("typo", 0);
        try (ConfluentRegistry client = new ConfluentRegistry(List.of(registry.url()), Map.of())) {
            client.register(
                    "typo.in-value",
                    SchemaBuilder.record("Reading")
                            .fields()
                            .requiredLong("att")
                            .requiredString("load")
                            .endRecord());
        }

        assertThatThrownBy(() -> TidewatchService.start(config))
                .isInstanceOf(ConfigException.class)
                .hasMessage("2 faults in the configuration:\n"
                        + "  input.time: 'at', but the newest schema of typo.in-value says: no such field; "
                        + "expected a time. Did you mean att?\n"
                        + "  input.features: 'load', but the newest schema of typo.in-value says: load is string; "
                        + "expected a number. Name a field that holds a number.");
    }

    @Test
    void modelThatIsDamagedDoesNotStopTheStart() throws Exception {
        TidewatchConfig config = config("broken", 0);
        ModelDirectory models = new ModelDirectory(config.model());
        InputLayout layout = new InputLayout(Fixtures.SPEC.windowSteps(), 1, new SideInput(List.of()).width());
        ModelArtifact older = Fixtures.model(1, layout, 1_000);
        models.add(older);
        Path newest = models.add(Fixtures.model(2, layout, 2_000));
        Files.writeString(newest, "no model");

        try (TidewatchService service = TidewatchService.start(config)) {
            String address = service.address();
            await().atMost(PATIENCE).until(() -> get(address + "health/ready").statusCode() == 200);
            assertThat(get(address + "health/ready").body())
                    .contains("version " + older.version() + "; damaged, and not used: " + newest.getFileName());
            assertThat(get(address + "metrics").body()).contains("tidewatch_models_damaged 1.0");
        }
        assertThat(newest).doesNotExist();
        assertThat(newest.resolveSibling(newest.getFileName() + ".damaged")).hasContent("no model");
    }
}
