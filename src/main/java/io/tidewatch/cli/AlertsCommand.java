package io.tidewatch.cli;

import io.tidewatch.Alert;
import io.tidewatch.alert.json.AlertJson;
import io.tidewatch.config.TidewatchConfig;
import io.tidewatch.registry.ConfluentRegistry;
import io.tidewatch.registry.SchemaRegistry;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tidewatch alerts}: follows the alerts topic. */
@Command(name = "alerts", description = "Follows the alerts topic, a line per alert.", mixinStandardHelpOptions = true)
final class AlertsCommand implements Callable<Integer> {
    private static final Duration POLL = Duration.ofMillis(500);

    @Mixin
    ConfigOptions options = new ConfigOptions();

    @Option(names = "--json", description = "One JSON object per alert, with all fields.")
    boolean json;

    @Option(names = "--new-only", description = "Leaves out the alerts that the topic holds already.")
    boolean newOnly;

    @Option(names = "--until-end", description = "Ends when all alerts have been read, instead of waiting for more.")
    boolean untilEnd;

    @Spec
    @SuppressWarnings("NullAway.Init") // Set by picocli.
    CommandSpec command;

    @Override
    public Integer call() throws Exception {
        TidewatchConfig config = options.load();
        PrintWriter out = command.commandLine().getOut();
        AlertLine line = new AlertLine(config.detector().zone());
        try (SchemaRegistry registry = new ConfluentRegistry(
                        config.registry().urls(), config.registry().properties());
                AlertFollower follower = new AlertFollower(
                        config.kafka(), registry, config.topics().alerts(), !newOnly)) {
            while (true) {
                for (Alert alert : follower.poll(POLL)) {
                    out.println(json ? AlertJson.line(alert) : line.of(alert));
                }
                out.flush();
                if (out.checkError() || (untilEnd && follower.caughtUp())) {
                    return 0;
                }
            }
        }
    }
}
