package io.tidewatch.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidewatch.model.catalog.ModelActivation;
import io.tidewatch.model.catalog.ModelCatalog;
import io.tidewatch.model.catalog.RefusedRecord;
import io.tidewatch.text.Readable;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tidewatch models list}. */
@Command(
        name = "list",
        description = "Lists the versions of the models topic, the newest first; * marks the active one.",
        mixinStandardHelpOptions = true)
final class ModelsListCommand extends ConsoleCommand {
    @Mixin
    ConfigOptions options = new ConfigOptions();

    @Option(names = "--json", description = "Reports as JSON.")
    boolean json;

    @Override
    public Integer call() throws Exception {
        SharedModels models = SharedModels.of(options.load());
        ModelCatalog catalog = models.read();
        List<ModelSummary> versions = catalog.entries().stream()
                .map(entry -> ModelSummary.of(catalog, entry, models.keys().trusted()))
                .toList();
        PrintWriter out = out();
        if (json) {
            out.println(Readable.text(json(catalog, versions)));
        } else {
            if (versions.isEmpty()) {
                out.println("topic " + catalog.topic() + " has no model yet");
            } else {
                out.println(ModelSummary.head());
                versions.forEach(version -> out.println(version.row()));
            }
            out.println(Readable.text(
                    catalog.activation().map(ModelsListCommand::words).orElse("no version is active")));
            catalog.refusals().forEach(refusal -> err().println(refusal.text()));
            err().flush();
        }
        out.flush();
        return 0;
    }

    static String words(ModelActivation active) {
        return "active: " + active.version() + ", activated "
                + ModelSummary.seconds(active.activated().atMs()) + " by "
                + active.activated().by()
                + (active.fromMs().isPresent()
                        ? ", for steps from "
                                + ModelSummary.seconds(active.fromMs().getAsLong())
                        : "")
                + active.previous().map(previous -> "; before it " + previous).orElse("");
    }

    private static String json(ModelCatalog catalog, List<ModelSummary> versions) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("topic", catalog.topic());
        catalog.activation().ifPresent(active -> node.set("active", json(active)));
        ArrayNode list = node.putArray("versions");
        versions.forEach(version -> list.add(version.json()));
        ArrayNode refused = node.putArray("refused");
        for (RefusedRecord refusal : catalog.refusals()) {
            refused.addObject().put("key", refusal.key()).put("reason", refusal.reason());
        }
        return node.toString();
    }

    static ObjectNode json(ModelActivation active) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("version", active.version());
        node.put("previous", active.previous().orElse(null));
        node.put(
                "from",
                active.fromMs().isPresent()
                        ? ModelSummary.seconds(active.fromMs().getAsLong())
                        : null);
        node.put("activatedAt", ModelSummary.seconds(active.activated().atMs()));
        node.put("activatedBy", active.activated().by());
        ArrayNode history = node.putArray("history");
        active.history().forEach(former -> history.add(former.version()));
        return node;
    }
}
