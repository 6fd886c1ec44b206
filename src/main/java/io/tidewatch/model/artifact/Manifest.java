package io.tidewatch.model.artifact;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidewatch.model.FeatureUnit;
import io.tidewatch.model.HeldOut;
import io.tidewatch.model.InputLayout;
import io.tidewatch.model.ModelSpec;
import io.tidewatch.model.Provenance;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * What stands in {@code manifest.json}.
 *
 * @param format of the file
 * @param version of the model
 * @param features name and aggregate of each
 * @param layers shape and activation of each, first to last
 * @param calibration quantiles by channel
 * @param provenance in formats 1 to 3 without entities that were trained until another time than most, in formats 1
 *     to 4
 *     without what was measured on windows held out
 * @param units per feature, to denormalise by; empty when not known, as in format 1
 * @param spread the layer that computes how far off cells usually are; none or one; none in format 1
 * @param codeWidth of the codes of normal windows; 0 when there are none, as in format 1
 * @param regressions what is likely of features, by channel; none in formats 1 and 2
 * @param sha256 of each other entry, by its name
 */
record Manifest(
        int format,
        String version,
        ModelSpec spec,
        InputLayout layout,
        List<Feature> features,
        List<List<String>> vocabularies,
        List<Layer> layers,
        Map<String, List<Float>> calibration,
        Provenance provenance,
        List<FeatureUnit> units,
        List<Layer> spread,
        int codeWidth,
        List<Layer> regressions,
        Map<String, String> sha256) {
    static final int FORMAT = 5;

    private static final int OLDEST_FORMAT = 1;

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .build();

    /** @param aggregate as the configuration writes it */
    record Feature(String name, String aggregate) {}

    /** One layer's shape. */
    record Layer(int inputs, int outputs, String activation) {
        /** Weights and biases. */
        long numbers() {
            return (inputs + 1L) * outputs;
        }
    }

    byte[] json() {
        try {
            return JSON.writeValueAsBytes(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record of numbers and texts can be written", e);
        }
    }

    /** @param source where the model is from, for errors */
    static Manifest parse(String source, byte[] json) throws ModelArtifactException {
        try {
            JsonNode tree = JSON.readTree(json);
            int format = tree.path("format").asInt();
            if (format < OLDEST_FORMAT || format > FORMAT) {
                throw new ModelArtifactException("model " + source + " has format " + format + ", this version reads "
                        + OLDEST_FORMAT + " to " + FORMAT + "; train it anew, or run the version that wrote it");
            }
            if (format < FORMAT && tree instanceof ObjectNode old) {
                if (old.get("provenance") instanceof ObjectNode provenance) {
                    provenance.set("heldOut", JSON.valueToTree(HeldOut.NONE));
                    if (format < 4) {
                        provenance.putObject("trainedUntilOf");
                    }
                }
                if (format < 3) {
                    old.putArray("regressions");
                }
                if (format == OLDEST_FORMAT) {
                    old.putArray("units");
                    old.putArray("spread");
                    old.put("codeWidth", 0);
                }
            }
            return JSON.treeToValue(tree, Manifest.class);
        } catch (JsonProcessingException e) {
            throw new ModelArtifactException(
                    "model " + source + " is damaged: " + e.getOriginalMessage()
                            + "; train it anew or restore the file",
                    e);
        } catch (IOException e) {
            throw new ModelArtifactException("model " + source + " is damaged; train it anew or restore the file", e);
        }
    }
}
