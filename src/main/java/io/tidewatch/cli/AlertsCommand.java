package io.tidewatch.cli;

import io.tidewatch.Alert;
import io.tidewatch.alert.json.AlertJson;
import io.tidewatch.config.Connection;
import io.tidewatch.config.TidewatchConfig;
import io.tidewatch.registry.ConfluentRegistry;
import io.tidewatch.registry.SchemaRegistry;
import io.tidewatch.topology.AlertFollower;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tidewatch alerts}: follows the alerts topic. */
@Command(name = "alerts", description = "Follows the alerts topic, a line per alert.", mixinStandardHelpOptions = true)
final class AlertsCommand extends ConsoleCommand {
    private static final Duration POLL = Duration.ofMillis(500);

    @Mixin
    ConfigOptions options = new ConfigOptions();

    @Option(names = "--topic", paramLabel = "TOPIC", description = "The alerts topic; without it, the configuration's.")
    String topic = "";

    @Option(names = "--json", description = "One JSON object per alert, with all fields.")
    boolean json;

    @Option(names = "--new-only", description = "Leaves out the alerts that the topic holds already.")
    boolean newOnly;

    @Option(names = "--until-end", description = "Ends when all alerts have been read, instead of waiting for more.")
    boolean untilEnd;

    @Override
    public Integer call() throws Exception {
        Connection connection;
        String from = topic;
        ZoneId zone = ZoneOffset.UTC;
        if (from.isEmpty()) {
            TidewatchConfig config = options.load();
            connection = new Connection(config.kafka(), config.registry());
            from = config.topics().alerts();
            zone = config.detector().zone();
        } else {
            connection = options.connection();
        }
        PrintWriter out = out();
        AlertLine line = new AlertLine(zone);
        try (SchemaRegistry registry = new ConfluentRegistry(
                        connection.registry().urls(), connection.registry().properties());
                AlertFollower follower = new AlertFollower(connection.kafka(), registry, from, !newOnly)) {
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
