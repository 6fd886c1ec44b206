package io.tidewatch.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the configuration: file, then environment, then command line, each over the one before; then checks it. */
public final class ConfigLoader {

    private ConfigLoader() {}

    /**
     * Loads.
     *
     * @param file YAML; null: none
     * @param environment the process's environment
     * @param assignments {@code key=value}, from the command line
     * @throws ConfigException with every fault found
     */
    public static TidewatchConfig load(@Nullable Path file, Map<String, String> environment, List<String> assignments)
            throws ConfigException {
        List<String> faults = new ArrayList<>();
        ConfigTree tree = new ConfigTree(faults);
        if (file != null) {
            tree.addFile(file);
            if (!faults.isEmpty()) {
                throw new ConfigException(faults);
            }
        }
        tree.addEnvironment(environment);
        assignments.forEach(tree::addAssignment);
        tree.fillSecrets(environment);
        checkKeys(tree.root(), "", faults);
        TidewatchConfig config = new ConfigBinder(new ConfigValues(tree.root(), faults), faults).bind();
        if (config == null || !faults.isEmpty()) {
            throw new ConfigException(faults);
        }
        return config;
    }

    private static void checkKeys(JsonNode node, String prefix, List<String> faults) {
        node.properties().forEach(entry -> {
            String path = prefix + entry.getKey();
            boolean known = false;
            boolean inside = false;
            for (ConfigKey key : ConfigKey.values()) {
                if (key.open() && path.equals(key.path())) {
                    return;
                }
                known |= key.path().equals(path);
                inside |= key.path().startsWith(path + ".");
            }
            if (inside && entry.getValue().isObject()) {
                checkKeys(entry.getValue(), path + ".", faults);
            } else if (inside) {
                faults.add(path + " is '" + entry.getValue().asText() + "': keys below it are expected");
            } else if (!known) {
                faults.add(path + " is no known key" + DidYouMean.of(path, ConfigKey.paths()));
            }
        });
    }
}
