package io.tidewatch.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidewatch.config.TidewatchConfig;
import io.tidewatch.service.StateReset;
import io.tidewatch.text.Readable;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tidewatch reset}: forgets what a detector has learned of the entities. */
@Command(
        name = "reset",
        description = {
            "Forgets what the detector has learned of the entities, so that it learns anew: consumer offsets,",
            "internal topics, local stores. Keeps alerts, dead letters and models. All instances must be stopped."
        },
        mixinStandardHelpOptions = true)
final class ResetCommand extends ConsoleCommand {
    @Mixin
    ConfigOptions options = new ConfigOptions();

    @Option(
            names = "--from",
            paramLabel = "WHERE",
            defaultValue = "earliest",
            description = "Where the detector begins to read: earliest or latest. Default: ${DEFAULT-VALUE}")
    @SuppressWarnings("NullAway.Init") // Has a default.
    StateReset.From from;

    @Option(names = "--yes", description = "Does not ask.")
    boolean yes;

    @Option(names = "--dry-run", description = "Says what would be deleted, and deletes nothing.")
    boolean dryRun;

    @Option(names = "--json", description = "Reports as JSON.")
    boolean json;

    @Override
    public Integer call() throws Exception {
        TidewatchConfig config = options.load();
        try (StateReset reset = new StateReset(config)) {
            StateReset.Plan plan = reset.plan();
            if (!dryRun && !yes && !confirmed(plan)) {
                err().println("Nothing was changed. Answer yes, or give --yes.");
                err().flush();
                return 1;
            }
            if (!dryRun) {
                reset.apply(plan, from);
            }
            report(plan, out());
        }
        return 0;
    }

    private boolean confirmed(StateReset.Plan plan) throws IOException {
        PrintWriter err = err();
        err.println("This deletes topics " + String.join(", ", plan.topics()) + " and directory "
                + Readable.text(plan.directory().toString()) + ". What was learned of the entities is lost.");
        err.print("Go on? [yes/no] ");
        err.flush();
        String answer = new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset())).readLine();
        return "yes".equals(answer);
    }

    private void report(StateReset.Plan plan, PrintWriter out) {
        String begins = from.name().toLowerCase(Locale.ROOT);
        if (json) {
            ObjectNode node = JsonNodeFactory.instance.objectNode();
            node.put("dryRun", dryRun);
            node.put("group", plan.group());
            node.put("from", begins);
            plan.inputs().forEach(node.putArray("inputs")::add);
            plan.topics().forEach(node.putArray("deletedTopics")::add);
            node.put("deletedDirectory", plan.directory().toString());
            out.println(Readable.text(node.toString()));
        } else {
            String would = dryRun ? "would delete" : "deleted";
            plan.topics().forEach(topic -> out.println(would + " topic " + topic));
            out.println(would + " directory " + Readable.text(plan.directory().toString()));
            out.println((dryRun ? "would set" : "set") + " group " + plan.group() + " to the " + begins + " offsets of "
                    + String.join(", ", plan.inputs()));
        }
        out.flush();
    }
}
