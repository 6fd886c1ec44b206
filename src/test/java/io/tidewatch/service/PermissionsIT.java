package io.tidewatch.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidewatch.Alert;
import io.tidewatch.AlertStatus;
import io.tidewatch.config.ConfigLoader;
import io.tidewatch.config.TidewatchConfig;
import io.tidewatch.documents.AclCommands;
import io.tidewatch.embedded.EmbeddedBroker;
import io.tidewatch.embedded.EmbeddedRegistry;
import io.tidewatch.registry.ConfluentRegistry;
import io.tidewatch.topology.AlertFollower;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A detector whose user may do what the commands in operating.md give, and nothing else. */
class PermissionsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String INPUT = "server-metrics";
    private static final int STEPS = 150;

    @TempDir
    private Path directory;

    @Test
    void theCommandsOfTheDocumentSufficeToRunAndToReset() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(withPermissions());
                EmbeddedRegistry server = EmbeddedRegistry.start();
                ConfluentRegistry registry = new ConfluentRegistry(List.of(server.url()), Map.of())) {
            Map<String, String> admin = login(broker, "admin");
            prepare(admin);
            TidewatchConfig config = config(broker, server);
            try (LoadReadings readings = new LoadReadings(registry, admin, INPUT);
                    TidewatchService service = TidewatchService.start(config)) {
                readings.send(0, STEPS);
                LiveDetector.awaitEvents(service, STEPS);
                assertThat(alerts(broker, registry))
                        .extracting(Alert::getStatus)
                        .contains(AlertStatus.OPEN, AlertStatus.CLOSED);
                assertThat(service.running()).isTrue();
            }
            try (StateReset reset = new StateReset(config)) {
                StateReset.Plan plan = reset.plan();
                assertThat(plan.topics()).isNotEmpty();
                reset.apply(plan, StateReset.From.EARLIEST);
            }
        }
    }

    /** Clients log in; the node's own listener for the controller needs none. */
    private static EmbeddedBroker.Options withPermissions() {
        return EmbeddedBroker.Options.defaults()
                .with("listener.security.protocol.map", "BROKER:SASL_PLAINTEXT,CONTROLLER:PLAINTEXT")
                .with("sasl.enabled.mechanisms", "PLAIN")
                .with("sasl.mechanism.inter.broker.protocol", "PLAIN")
                .with(
                        "listener.name.broker.plain.sasl.jaas.config",
                        module("admin") + " user_admin=\"admin\" user_tidewatch=\"tidewatch\";")
                .with("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer")
                .with("super.users", "User:admin;User:ANONYMOUS");
    }

    private static String module(String user) {
        return "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"" + user + "\" password=\""
                + user + "\"";
    }

    private static Map<String, String> login(EmbeddedBroker broker, String user) {
        return Map.of(
                "bootstrap.servers",
                broker.bootstrapServers(),
                "security.protocol",
                "SASL_PLAINTEXT",
                "sasl.mechanism",
                "PLAIN",
                "sasl.jaas.config",
                module(user) + ";");
    }

    /** As somebody who may do all. */
    private static void prepare(Map<String, String> login) throws Exception {
        try (Admin admin = Admin.create(Map.copyOf(login))) {
            admin.createTopics(List.of(new NewTopic(INPUT, Optional.of(1), Optional.empty())))
                    .all()
                    .get();
            admin.createAcls(AclCommands.bindings("User:tidewatch")).all().get();
        }
    }

    private TidewatchConfig config(EmbeddedBroker broker, EmbeddedRegistry server) throws Exception {
        StringBuilder yaml = new StringBuilder(
                """
                detector: servers
                schema-registry: { url: "%s" }
                input: { topics: [%s], time: at, features: [load] }
                window: { step: 10m, gone-after: 100m }
                model: { directory: '%s' }
                state-directory: '%s'
                http: { port: 0 }
                kafka:
                  session.timeout.ms: 3000
                  heartbeat.interval.ms: 500
                """.formatted(server.url(), INPUT, directory.resolve("models"), directory.resolve("state")));
        login(broker, "tidewatch").forEach((key, value) -> yaml.append("  ")
                .append(key)
                .append(": '")
                .append(value)
                .append("'\n"));
        Path file = Files.writeString(directory.resolve("servers.yaml"), yaml);
        return ConfigLoader.load(file, Map.of(), List.of());
    }

    private static List<Alert> alerts(EmbeddedBroker broker, ConfluentRegistry registry) throws Exception {
        List<Alert> alerts = new ArrayList<>();
        try (AlertFollower follower = new AlertFollower(login(broker, "tidewatch"), registry, "servers.alerts", true)) {
            await().atMost(PATIENCE).pollInSameThread().until(() -> {
                alerts.addAll(follower.poll(Duration.ofMillis(200)));
                return alerts.stream().anyMatch(alert -> alert.getStatus() == AlertStatus.CLOSED);
            });
        }
        return alerts;
    }
}
