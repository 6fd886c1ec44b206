package io.tidewatch.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidewatch.detector.DetectorSpec;
import io.tidewatch.model.ModelArtifact;
import io.tidewatch.model.Provenance;
import io.tidewatch.text.Readable;
import io.tidewatch.window.FeatureSpec;
import java.util.List;
import java.util.Locale;

/**
 * What a training learned.
 *
 * @param target where the model went
 */
record TrainReport(DetectorSpec detector, ModelArtifact model, ModelTarget target) {

    /** For a person. */
    List<String> lines() {
        Provenance provenance = model.provenance();
        return List.of(
                String.format(
                        Locale.ROOT,
                        "model %s: learned from %s, loss %.4f",
                        model.version(),
                        ModelSummary.learned(provenance),
                        provenance.loss()),
                Readable.text("features: " + FeatureSpec.text(model.features())),
                "about " + number(falseAlertsPerDay()) + " false alerts a day are expected: alerts.budget is "
                        + number(detector.falseAlertsPerDay()) + " per entity and day, for "
                        + Count.of(provenance.entities(), "entity", "entities"),
                target.words());
    }

    String json() {
        Provenance provenance = model.provenance();
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("version", model.version());
        node.put("windows", provenance.windows());
        node.put("entities", provenance.entities());
        node.put("trainedFrom", ModelSummary.seconds(provenance.trainedFromMs()));
        node.put("trainedUntil", ModelSummary.seconds(provenance.trainedUntilMs()));
        ArrayNode features = node.putArray("features");
        model.features().forEach(feature -> features.add(feature.name()));
        node.put("loss", provenance.loss());
        node.put("expectedFalseAlertsPerDay", falseAlertsPerDay());
        target.describe(node);
        return node.toString();
    }

    private double falseAlertsPerDay() {
        return detector.falseAlertsPerDay() * model.provenance().entities();
    }

    /** Without more digits than it has. */
    private static String number(double value) {
        return String.format(Locale.ROOT, "%.3f", value).replaceAll("\\.?0+$", "");
    }
}
