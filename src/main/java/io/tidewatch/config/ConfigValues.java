package io.tidewatch.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Reads typed values out of the tree; what is wrong is noted, and a harmless value goes on in its place. */
final class ConfigValues {
    private static final YAMLMapper YAML = new YAMLMapper();

    private final ObjectNode root;
    private final List<String> faults;

    ConfigValues(ObjectNode root, List<String> faults) {
        this.root = root;
        this.faults = faults;
    }

    void fault(ConfigKey key, String what) {
        faults.add(key.path() + what);
    }

    JsonNode node(ConfigKey key) {
        JsonNode at = root;
        for (String part : key.path().split("\\.", -1)) {
            at = at.path(part);
        }
        if (!at.isMissingNode() && !at.isNull()) {
            return at;
        }
        try {
            return key.byDefault().isEmpty() ? MissingNode.getInstance() : YAML.readTree(key.byDefault());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("default of " + key.path() + " is no YAML", e);
        }
    }

    boolean given(ConfigKey key) {
        return !node(key).isMissingNode();
    }

    /** A text; when it is required and absent that is a fault. */
    String text(ConfigKey key, String otherwise) {
        JsonNode node = node(key);
        if (node.isMissingNode()) {
            return otherwise;
        }
        if (!node.isValueNode()) {
            fault(key, " is " + node + ": a single value is expected");
            return otherwise;
        }
        return node.asText();
    }

    String required(ConfigKey key) {
        if (!given(key) || text(key, "").isBlank()) {
            fault(key, " is missing: " + key.meaning());
            return "";
        }
        return text(key, "");
    }

    /** A value read from its text; the parser's complaint becomes the fault. */
    <T> T parsed(ConfigKey key, Function<String, T> parser, T otherwise) {
        String text = text(key, "");
        try {
            return parser.apply(text);
        } catch (RuntimeException e) {
            fault(key, " is '" + text + "': " + e.getMessage());
            return otherwise;
        }
    }

    int integer(ConfigKey key, int least, int most) {
        String text = text(key, "");
        try {
            int value = Integer.parseInt(text);
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Falls through to the same fault: what is no number is out of range, too.
        }
        fault(key, " is '" + text + "': a whole number from " + least + " to " + most + " is expected");
        return least;
    }

    double positive(ConfigKey key) {
        String text = text(key, "");
        try {
            double value = Double.parseDouble(text);
            if (value > 0 && Double.isFinite(value)) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Falls through to the same fault.
        }
        fault(key, " is '" + text + "': a number above 0 is expected");
        return 1;
    }

    boolean flag(ConfigKey key) {
        String text = text(key, "");
        if (!text.equals("true") && !text.equals("false")) {
            fault(key, " is '" + text + "': true or false is expected");
        }
        return text.equals("true");
    }

    /** A list of texts; a single text counts as a list of one, split at commas (as from the environment). */
    List<String> texts(ConfigKey key) {
        List<String> texts = new ArrayList<>();
        JsonNode node = node(key);
        if (node.isArray()) {
            for (JsonNode element : node) {
                if (element.isValueNode()) {
                    texts.add(element.asText());
                } else {
                    fault(key, " holds " + element + ": a list of texts is expected");
                }
            }
        } else if (node.isValueNode() && !node.asText().isBlank()) {
            for (String part : node.asText().split(",", -1)) {
                texts.add(part.trim());
            }
        } else if (node.isObject()) {
            fault(key, " is " + node + ": a list is expected");
        }
        return texts;
    }

    /** All properties below an open key, nested ones with dots. */
    Map<String, String> properties(ConfigKey key) {
        Map<String, String> properties = new LinkedHashMap<>();
        flatten("", node(key), properties);
        return properties;
    }

    private static void flatten(String prefix, JsonNode node, Map<String, String> into) {
        if (node.isObject()) {
            node.properties()
                    .forEach(entry -> flatten(
                            prefix.isEmpty() ? entry.getKey() : prefix + "." + entry.getKey(), entry.getValue(), into));
        } else if (node.isArray()) {
            List<String> parts = new ArrayList<>();
            node.forEach(element -> parts.add(element.asText()));
            into.put(prefix, String.join(",", parts));
        } else if (!node.isMissingNode() && !node.isNull()) {
            into.put(prefix, node.asText());
        }
    }
}
