package io.tidewatch.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The layers of the configuration laid over each other: file, environment, command line; secrets filled in. */
final class ConfigTree {
    private static final ObjectMapper YAML = new YAMLMapper();
    private static final Pattern SECRET = Pattern.compile("\\$\\{(env|file):([^}]+)}");

    /** Variables of the launcher and of the log, which are no keys. */
    private static final List<String> LAUNCHER =
            List.of("TIDEWATCH_OPTS", "TIDEWATCH_HEAP", "TIDEWATCH_LOG_FORMAT", "TIDEWATCH_LOG_LEVEL");

    private final ObjectNode root = YAML.createObjectNode();
    private final List<String> faults;

    /** @param faults gets what is wrong */
    ConfigTree(List<String> faults) {
        this.faults = faults;
    }

    ObjectNode root() {
        return root;
    }

    void addFile(Path file) {
        try {
            JsonNode read = YAML.readTree(Files.readString(file));
            if (read instanceof ObjectNode object) {
                root.setAll(object);
            } else if (read != null && !read.isMissingNode() && !read.isNull()) {
                faults.add(file + " holds no keys and values");
            }
        } catch (JsonProcessingException e) {
            faults.add(file + " is no YAML: " + e.getOriginalMessage() + " (line "
                    + e.getLocation().getLineNr() + ")");
        } catch (IOException e) {
            faults.add(file + " cannot be read: " + e.getMessage());
        }
    }

    void addEnvironment(Map<String, String> environment) {
        environment.forEach((variable, value) -> {
            if (variable.startsWith("TIDEWATCH_") && !LAUNCHER.contains(variable)) {
                addVariable(variable, value);
            }
        });
    }

    private void addVariable(String variable, String value) {
        for (ConfigKey key : ConfigKey.values()) {
            if (!key.open() && key.variable().equals(variable)) {
                set(key.path(), value);
                return;
            }
        }
        for (ConfigKey key : ConfigKey.values()) {
            String prefix = key.variable() + "_";
            if (key.open() && variable.startsWith(prefix)) {
                String property = variable.substring(prefix.length())
                        .toLowerCase(Locale.ROOT)
                        .replace('_', '.');
                objectAt(key.path()).put(property, value);
                return;
            }
        }
        faults.add("environment variable " + variable + " sets no known key"
                + DidYouMean.of(variable, ConfigKey.variables()));
    }

    /** Adds {@code key=value} from the command line. */
    void addAssignment(String assignment) {
        int equals = assignment.indexOf('=');
        if (equals <= 0) {
            faults.add("--set " + assignment + ": key=value is expected");
            return;
        }
        set(assignment.substring(0, equals).trim(), assignment.substring(equals + 1));
    }

    private void set(String path, String value) {
        JsonNode node;
        try {
            node = YAML.readTree(value);
        } catch (JsonProcessingException e) {
            node = TextNode.valueOf(value);
        }
        if (node == null || node.isMissingNode()) {
            node = TextNode.valueOf(value);
        }
        for (ConfigKey key : ConfigKey.values()) {
            String prefix = key.path() + ".";
            if (key.open() && path.startsWith(prefix) && !path.equals(ConfigKey.REGISTRY_URL.path())) {
                objectAt(key.path()).set(path.substring(prefix.length()), node);
                return;
            }
        }
        int dot = path.lastIndexOf('.');
        ObjectNode parent = dot < 0 ? root : objectAt(path.substring(0, dot));
        parent.set(path.substring(dot + 1), node);
    }

    private ObjectNode objectAt(String path) {
        ObjectNode at = root;
        for (String part : path.split("\\.", -1)) {
            at = at.get(part) instanceof ObjectNode object ? object : at.putObject(part);
        }
        return at;
    }

    /** Replaces {@code ${env:NAME}} and {@code ${file:PATH}} everywhere. */
    void fillSecrets(Map<String, String> environment) {
        fill(root, "", environment);
    }

    private void fill(JsonNode node, String path, Map<String, String> environment) {
        if (node instanceof ObjectNode object) {
            object.fieldNames().forEachRemaining(name -> {
                String key = path.isEmpty() ? name : path + "." + name;
                JsonNode child = object.get(name);
                if (child.isTextual()) {
                    object.put(name, filled(child.textValue(), key, environment));
                } else {
                    fill(child, key, environment);
                }
            });
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                if (array.get(i).isTextual()) {
                    array.set(i, TextNode.valueOf(filled(array.get(i).textValue(), path, environment)));
                } else {
                    fill(array.get(i), path + "[" + i + "]", environment);
                }
            }
        }
    }

    private String filled(String text, String key, Map<String, String> environment) {
        Matcher matcher = SECRET.matcher(text);
        StringBuilder filled = new StringBuilder();
        while (matcher.find()) {
            String source = matcher.group(2);
            String value = "";
            if (matcher.group(1).equals("env")) {
                if (environment.containsKey(source)) {
                    value = environment.getOrDefault(source, "");
                } else {
                    faults.add(key + ": environment variable " + source + " is not set");
                }
            } else {
                try {
                    value = Files.readString(Path.of(source)).strip();
                } catch (IOException e) {
                    faults.add(key + ": file " + source + " cannot be read");
                }
            }
            matcher.appendReplacement(filled, Matcher.quoteReplacement(value));
        }
        return matcher.appendTail(filled).toString();
    }
}
