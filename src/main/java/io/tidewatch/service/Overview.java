package io.tidewatch.service;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidewatch.detector.StepResult;
import io.tidewatch.model.ModelArtifact;
import io.tidewatch.topology.ModelHolder;
import java.util.List;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import org.apache.kafka.streams.KafkaStreams;

/** What the page shows on top: state in words, throughput, entities, model. */
final class Overview {
    private final String detector;
    private final LiveState state;
    private final ModelHolder models;
    private final Supplier<KafkaStreams.State> streams;
    private final DoubleSupplier learned;

    /** @param learned share of the windows needed for a first model, 0..1 */
    Overview(
            String detector,
            LiveState state,
            ModelHolder models,
            Supplier<KafkaStreams.State> streams,
            DoubleSupplier learned) {
        this.detector = detector;
        this.state = state;
        this.models = models;
        this.streams = streams;
        this.learned = learned;
    }

    ObjectNode read() {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        ModelHolder.Model model = models.current();
        node.put("detector", detector);
        node.put("state", words(model != null));
        node.put("events", state.throughput().total());
        List<Long> history = state.throughput().history();
        ArrayNode perSecond = node.putArray("eventsPerSecond");
        history.forEach(perSecond::add);
        node.put("deadLetters", state.rejected());
        node.put("late", state.late());
        node.put("openIncidents", state.incidents().open());
        ObjectNode entities = node.putObject("entities");
        entities.put("learning", state.count(StepResult.Phase.LEARNING));
        entities.put("withoutModel", state.count(StepResult.Phase.WITHOUT_MODEL));
        entities.put("full", state.count(StepResult.Phase.FULL));
        node.put("learned", model != null ? 1.0 : learned.getAsDouble());
        if (model == null) {
            node.putNull("model");
        } else {
            ModelArtifact artifact = model.artifact();
            node.putObject("model")
                    .put("version", artifact.version())
                    .put("windows", artifact.provenance().windows())
                    .put("entities", artifact.provenance().entities())
                    .put("createdAtMs", artifact.provenance().createdAtMs());
        }
        return node;
    }

    private String words(boolean hasModel) {
        KafkaStreams.State now = streams.get();
        if (now != KafkaStreams.State.RUNNING) {
            return now == KafkaStreams.State.REBALANCING || now == KafkaStreams.State.CREATED ? "starting" : "stopped";
        }
        if (!state.registryReachable()) {
            return "waiting for the schema registry";
        }
        return hasModel ? "watching" : "learning";
    }
}
