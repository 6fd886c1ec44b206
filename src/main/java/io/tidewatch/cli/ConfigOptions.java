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
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that every command with a configuration has. */
final class ConfigOptions {
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

    /**
     * Reads the configuration for a series file when there is none to read: every column a feature, every row a step, and
     * neither broker nor registry needed; what is set on the command line counts all the same.
     */
    TidewatchConfig loadWithout(List<String> columns) throws ConfigException {
        List<String> all = new ArrayList<>(without(columns));
        all.addAll(allAssignments());
        return ConfigLoader.load(null, System.getenv(), all);
    }

    /** Where the shipped configuration looks for events: for a series file when nothing at all is configured. */
    static EventSpec shippedEvent() throws ConfigException {
        return ConfigLoader.load(null, Map.of(), without(List.of("any"))).event();
    }

    private static List<String> without(List<String> columns) {
        String quoted = columns.stream()
                .map(column -> "'" + column.replace("'", "''") + "'")
                .collect(Collectors.joining(", ", "[", "]"));
        return List.of(
                "detector=backtest",
                "kafka.bootstrap.servers=none:0",
                "schema-registry.url=http://none",
                "input.topics=[none]",
                "input.features=" + quoted,
                "window.step=event");
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
