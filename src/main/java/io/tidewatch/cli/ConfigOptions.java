package io.tidewatch.cli;

import io.tidewatch.config.ConfigException;
import io.tidewatch.config.ConfigLoader;
import io.tidewatch.config.Connection;
import io.tidewatch.config.TidewatchConfig;
import io.tidewatch.event.EventSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that every command with a configuration has. */
final class ConfigOptions {
    /** What a configuration must have, for series files, which need none of it. */
    private static final List<String> NOTHING_CONFIGURED = List.of(
            "detector=backtest",
            "kafka.bootstrap.servers=none:0",
            "schema-registry.url=http://none",
            "input.topics=[none]",
            "input.features=[none]",
            "window.step=event");

    @Option(names = "--config", paramLabel = "FILE", description = "The configuration, as YAML.")
    @Nullable
    Path file;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Sets one key of the configuration, over file and environment; may be repeated.")
    List<String> assignments = new ArrayList<>();

    @Option(
            names = "--bootstrap",
            paramLabel = "HOST:PORT",
            description = "Brokers; short for --set kafka.bootstrap.servers=...")
    String bootstrap = "";

    @Option(
            names = "--registry",
            paramLabel = "URL",
            description = "Schema registry; short for --set schema-registry.url=...")
    String registry = "";

    @Option(names = "--verbose", description = "Prints the stack trace of a failure.")
    boolean verbose;

    /** Reads the configuration with the environment's variables. */
    TidewatchConfig load() throws ConfigException {
        return ConfigLoader.load(file, System.getenv(), allAssignments());
    }

    /** Whether neither a file nor the command line configures anything; then the environment does not count either. */
    boolean nothingGiven() {
        return file == null && assignments.isEmpty();
    }

    /**
     * Reads the configuration for a series file when there is no file of it: every column a feature, every row a step,
     * and neither broker nor registry needed; what is set on the command line counts all the same.
     */
    TidewatchConfig loadWithout(List<String> columns) throws ConfigException {
        if (nothingGiven()) {
            return nothingConfigured().withFeatures(columns);
        }
        List<String> all = new ArrayList<>(NOTHING_CONFIGURED);
        all.addAll(allAssignments());
        TidewatchConfig config = ConfigLoader.load(null, System.getenv(), all);
        // A column may have any name; a feature of a record is the path of a field.
        return assigns("input.features") ? config : config.withFeatures(columns);
    }

    /** The shipped configuration of series files, with a feature that stands for their columns. */
    static TidewatchConfig nothingConfigured() throws ConfigException {
        return ConfigLoader.load(null, Map.of(), NOTHING_CONFIGURED);
    }

    private boolean assigns(String key) {
        return assignments.stream()
                .map(assignment -> assignment.split("=", 2)[0].trim())
                .anyMatch(key::equals);
    }

    /** Reads only how the broker and the registry are reached. */
    Connection connection() throws ConfigException {
        return ConfigLoader.connection(file, System.getenv(), allAssignments());
    }

    /** Reads only where in a record an event is; without features when none are set. */
    EventSpec event() throws ConfigException {
        return ConfigLoader.event(file, System.getenv(), allAssignments());
    }

    private List<String> allAssignments() {
        List<String> all = new ArrayList<>(assignments);
        if (!bootstrap.isEmpty()) {
            all.add("kafka.bootstrap.servers=" + bootstrap);
        }
        if (!registry.isEmpty()) {
            all.add("schema-registry.url=" + registry);
        }
        return all;
    }
}
