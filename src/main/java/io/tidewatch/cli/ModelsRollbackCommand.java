package io.tidewatch.cli;

import io.tidewatch.model.catalog.ModelCatalog;
import io.tidewatch.topology.models.ModelsTopicWriter;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tidewatch models rollback}. */
@Command(
        name = "rollback",
        description = {
            "Makes the version that was active before the active one again, at once, on all instances.",
            "A second rollback goes to the one before that."
        },
        mixinStandardHelpOptions = true)
final class ModelsRollbackCommand extends ConsoleCommand {
    @Mixin
    ConfigOptions options = new ConfigOptions();

    @Option(names = "--json", description = "Reports as JSON.")
    boolean json;

    @Override
    public Integer call() throws Exception {
        SharedModels models = SharedModels.of(options.load());
        ModelCatalog catalog = models.read();
        Optional<String> to = catalog.rollbackVersion();
        if (to.isPresent()) {
            models.requireUsable(catalog.artifact(to.get(), models.keys().trusted()));
        }
        try (ModelsTopicWriter writer = models.writer()) {
            ActivationReport.print(writer.rollback(SharedModels.stamp()), models.topic(), json, out());
        }
        return 0;
    }
}
