package io.tidewatch.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidewatch.documents.AlertConsumer;
import io.tidewatch.embedded.LiveCluster;
import io.tidewatch.registry.ConfluentRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The Java example of alerts.md, which reads the alerts of a running detector. */
class AlertConsumerIT {
    private static final int STEPS = 150;

    @RegisterExtension
    static final LiveCluster CLUSTER = new LiveCluster();

    @TempDir
    private Path directory;

    @Test
    void readsAnIncidentFromItsOpeningToItsEnd() throws Exception {
        LiveDetector detector = new LiveDetector(
                CLUSTER, "example", directory, "time: at, features: [load]", "step: 10m, gone-after: 100m");
        String brokers = CLUSTER.broker().bootstrapServers();
        String registryUrl = CLUSTER.registry().url();
        List<GenericRecord> alerts = new ArrayList<>();
        try (ConfluentRegistry registry = new ConfluentRegistry(List.of(registryUrl), Map.of());
                LoadReadings readings = new LoadReadings(registry, CLUSTER.clients(), detector.topic());
                TidewatchService service = detector.start();
                AlertConsumer consumer = new AlertConsumer(brokers, registryUrl, "example.alerts")) {
            readings.send(0, STEPS);
            LiveDetector.awaitEvents(service, STEPS);
            await().atMost(Duration.ofSeconds(60)).pollInSameThread().until(() -> {
                consumer.poll(alerts::add);
                return alerts.stream().anyMatch(alert -> status(alert).equals("CLOSED"));
            });
        }
        assertThat(alerts)
                .extracting(alert -> alert.get("id"))
                .containsOnly(alerts.get(0).get("id"));
        assertThat(alerts).extracting(alert -> alert.get("sequence")).startsWith(0, 1);
        assertThat(status(alerts.get(0))).isEqualTo("OPEN");
        assertThat(alerts.get(0).get("message")).asString().contains("pump-1");
    }

    private static String status(GenericRecord alert) {
        return String.valueOf(alert.get("status"));
    }
}
