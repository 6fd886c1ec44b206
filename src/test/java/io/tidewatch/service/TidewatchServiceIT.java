package io.tidewatch.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tidewatch.config.ConfigException;
import io.tidewatch.config.TidewatchConfig;
import io.tidewatch.embedded.LiveCluster;
import io.tidewatch.inference.SideInput;
import io.tidewatch.model.InputLayout;
import io.tidewatch.model.ModelArtifact;
import io.tidewatch.model.artifact.ModelDirectory;
import io.tidewatch.registry.ConfluentRegistry;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.avro.SchemaBuilder;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The whole process on a real broker and registry: start, answers over HTTP, stop. */
class TidewatchServiceIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @RegisterExtension
    static final LiveCluster CLUSTER = new LiveCluster();

    @TempDir
    private Path directory;

    private LiveDetector detector(String name) throws IOException {
        return new LiveDetector(CLUSTER, name, directory, "time: at, features: [load]", "step: 10s, gone-after: 20s");
    }

    private static int freePort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Test
    void becomesReadyCountsRecordsAndStops() throws Exception {
        TidewatchService service = detector("whole").start();
        String address = service.address();
        try {
            await().atMost(PATIENCE)
                    .until(() -> LiveDetector.get(address + "health/ready").statusCode() == 200);
            // The trainer's task reports a moment after the threads run.
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                            LiveDetector.get(address + "health/ready").body())
                    .contains("0 of 128 windows"));
            assertThat(LiveDetector.get(service.managementAddress() + "health/live")
                            .body())
                    .contains("stream-threads", "1 poll");
            assertThat(LiveDetector.get(service.managementAddress() + "metrics").body())
                    .contains("tidewatch_ready 1.0");
            assertThat(LiveDetector.get(address + "api/state").body())
                    .contains("Learning: waiting for the first event.");

            try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                    Map.copyOf(CLUSTER.clients()), new ByteArraySerializer(), new ByteArraySerializer())) {
                producer.send(new ProducerRecord<>("whole.in", new byte[] {'k'}, new byte[] {9}));
            }
            await().atMost(PATIENCE).until(() -> service.state().rejected() == 1);
            assertThat(LiveDetector.get(address + "metrics").body())
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
        assertThatThrownBy(() -> LiveDetector.get(address)).isInstanceOf(IOException.class);
    }

    @Test
    void answersOverHttpWhileTheRegistryIsAwayAtTheStart() throws Exception {
        int port = freePort();
        String address = "http://127.0.0.1:" + port + "/";
        TidewatchConfig config = detector("away").config("http.port=" + port);
        CLUSTER.registry().setAvailable(false);
        CompletableFuture<TidewatchService> starting = CompletableFuture.supplyAsync(() -> {
            try {
                return TidewatchService.start(config);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        try {
            await().atMost(PATIENCE).ignoreExceptions().until(() -> LiveDetector.get(address + "health/ready")
                    .body()
                    .contains("the schema registry does not answer"));
            assertThat(LiveDetector.get(address + "health/live").statusCode()).isEqualTo(200);
            assertThat(LiveDetector.get(address + "api/state").body()).contains("waiting for the schema registry");
        } finally {
            CLUSTER.registry().setAvailable(true);
        }
        try (TidewatchService service = starting.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            await().atMost(PATIENCE)
                    .until(() -> LiveDetector.get(address + "health/ready").statusCode() == 200);
            assertThat(service.running()).isTrue();
        }
    }

    @Test
    void fieldsThatTheRegisteredSchemaLacksAreAllRefusedBeforeAnythingIsRead() throws Exception {
        TidewatchConfig config = detector("typo").config();
        try (ConfluentRegistry client =
                new ConfluentRegistry(List.of(CLUSTER.registry().url()), Map.of())) {
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
        TidewatchConfig config = detector("broken").config();
        ModelDirectory models = new ModelDirectory(config.model());
        InputLayout layout = new InputLayout(Fixtures.SPEC.windowSteps(), 1, new SideInput(List.of()).width());
        ModelArtifact older = Fixtures.model(1, layout, 1_000);
        models.add(older);
        Path newest = models.add(Fixtures.model(2, layout, 2_000));
        Files.writeString(newest, "no model");

        try (TidewatchService service = TidewatchService.start(config)) {
            String address = service.address();
            await().atMost(PATIENCE)
                    .until(() -> LiveDetector.get(address + "health/ready").statusCode() == 200);
            assertThat(LiveDetector.get(address + "health/ready").body())
                    .contains("version " + older.version() + "; damaged, and not used: " + newest.getFileName());
            assertThat(LiveDetector.get(address + "metrics").body()).contains("tidewatch_models_damaged 1.0");
        }
        assertThat(newest).doesNotExist();
        assertThat(newest.resolveSibling(newest.getFileName() + ".damaged")).hasContent("no model");
    }
}
