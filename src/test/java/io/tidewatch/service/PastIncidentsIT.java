package io.tidewatch.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidewatch.Alert;
import io.tidewatch.AlertStatus;
import io.tidewatch.embedded.EmbeddedBroker;
import io.tidewatch.embedded.EmbeddedRegistry;
import io.tidewatch.registry.ConfluentRegistry;
import io.tidewatch.topology.AlertSerializer;
import io.tidewatch.topology.PatientRegistry;
import io.tidewatch.topology.TopologyObserver;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

/** What a restarted instance knows of the incidents of before, on a real broker and registry. */
class PastIncidentsIT {
    private static final String TOPIC = "past.alerts";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    void openIncidentsAreOpenAfterARestartAndWhatIsNewerStays() throws Exception {
        IncidentBoard board = new IncidentBoard();
        try (EmbeddedBroker broker = EmbeddedBroker.start();
                EmbeddedRegistry server = EmbeddedRegistry.start();
                ConfluentRegistry registry = new ConfluentRegistry(List.of(server.url()), Map.of())) {
            broker.createTopic(TOPIC, 3, Map.of());
            publish(broker, registry);
            // This instance has closed one already, before it has read what was before.
            board.add(Fixtures.alert("incident-0", "pump-0", AlertStatus.CLOSED, 7));
            try (PastIncidents past =
                    new PastIncidents(Map.of("bootstrap.servers", broker.bootstrapServers()), registry, TOPIC, board)) {
                past.start();
                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(board.open()).isEqualTo(43));
            }
        }
        assertThat(board.latest(200))
                .filteredOn(alert -> alert.getStatus() == AlertStatus.CLOSED)
                .extracting(Alert::getId)
                .containsExactlyInAnyOrder("incident-0", "incident-44");
    }

    /** 45 incidents, the last of which has ended. */
    private static void publish(EmbeddedBroker broker, ConfluentRegistry registry) throws Exception {
        AlertSerializer serializer =
                AlertSerializer.register(new PatientRegistry(registry, new TopologyObserver() {}), TOPIC);
        try (KafkaProducer<String, Alert> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()), new StringSerializer(), serializer)) {
            for (int i = 0; i < 45; i++) {
                String entity = "pump-" + i;
                Alert open = Fixtures.alert("incident-" + i, entity, AlertStatus.OPEN, 0);
                producer.send(new ProducerRecord<>(TOPIC, entity, open)).get();
            }
            Alert ended = Fixtures.alert("incident-44", "pump-44", AlertStatus.CLOSED, 1);
            producer.send(new ProducerRecord<>(TOPIC, "pump-44", ended)).get();
        }
    }
}
