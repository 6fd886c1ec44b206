package io.tidewatch.cli;

import io.tidewatch.model.catalog.ModelCatalog;
import io.tidewatch.topology.models.ModelsTopicWriter;
import java.util.OptionalLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tidewatch models activate}. */
@Command(
        name = "activate",
        description = "Makes a version of the models topic the active one, at once, on all instances.",
        mixinStandardHelpOptions = true)
final class ModelsActivateCommand extends ConsoleCommand {
    @Mixin
    ConfigOptions options = new ConfigOptions();

    @Option(names = "--json", description = "Reports as JSON.")
    boolean json;

    @Parameters(paramLabel = "VERSION", description = "The version, or its beginning.")
    String version = "";

    @Override
    public Integer call() throws Exception {
        SharedModels models = SharedModels.of(options.load());
        ModelCatalog catalog = models.read();
        String full = SharedModels.version(catalog, version);
        models.requireUsable(catalog.artifact(full, models.keys().trusted()));
        try (ModelsTopicWriter writer = models.writer()) {
            ActivationReport.print(
                    writer.activate(full, OptionalLong.empty(), SharedModels.stamp()), models.topic(), json, out());
        }
        return 0;
    }
}
