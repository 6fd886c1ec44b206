package io.tidewatch.cli;

import io.tidewatch.config.ConfigException;
import io.tidewatch.config.ConfigLoader;
import io.tidewatch.config.TidewatchConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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

    @Option(names = "--verbose", description = "Prints the stack trace of a failure.")
    boolean verbose;

    /** Reads the configuration with the environment's variables. */
    TidewatchConfig load() throws ConfigException {
        return ConfigLoader.load(file, System.getenv(), assignments);
    }
}
