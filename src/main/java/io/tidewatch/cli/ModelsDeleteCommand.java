package io.tidewatch.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.tidewatch.text.Readable;
import io.tidewatch.topology.models.ModelsTopicWriter;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tidewatch models delete}. */
@Command(
        name = "delete",
        description = "Deletes a version from the models topic; not the active one.",
        mixinStandardHelpOptions = true)
final class ModelsDeleteCommand extends ConsoleCommand {
    @Mixin
    ConfigOptions options = new ConfigOptions();

    @Option(names = "--json", description = "Reports as JSON.")
    boolean json;

    @Parameters(paramLabel = "VERSION", description = "The version, or its beginning.")
    String version = "";

    @Override
    public Integer call() throws Exception {
        SharedModels models = SharedModels.of(options.load());
        String full = SharedModels.version(models.read(), version);
        try (ModelsTopicWriter writer = models.writer()) {
            writer.delete(full);
        }
        PrintWriter out = out();
        out.println(
                json
                        ? Readable.text(JsonNodeFactory.instance
                                .objectNode()
                                .put("deleted", full)
                                .put("topic", models.topic())
                                .toString())
                        : "model " + full + " is deleted from topic " + models.topic());
        out.flush();
        return 0;
    }
}
