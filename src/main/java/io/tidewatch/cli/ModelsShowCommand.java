package io.tidewatch.cli;

import io.tidewatch.model.catalog.CatalogEntry;
import io.tidewatch.model.catalog.ModelCatalog;
import io.tidewatch.model.catalog.TrustedKeys;
import io.tidewatch.text.Readable;
import java.io.PrintWriter;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tidewatch models show}. */
@Command(name = "show", description = "Shows all that is known of a version.", mixinStandardHelpOptions = true)
final class ModelsShowCommand extends ConsoleCommand {
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
        TrustedKeys trusted = models.keys().trusted();
        if (catalog.entry(full).isEmpty()) {
            // Says why its header is refused.
            catalog.bytes(full, trusted);
        }
        CatalogEntry entry = catalog.entry(full).orElseThrow();
        ModelSummary summary = ModelSummary.of(catalog, entry, trusted);
        PrintWriter out = out();
        if (json) {
            out.println(Readable.text(summary.json().toString()));
        } else {
            summary.details()
                    .forEach((name, value) ->
                            out.println(String.format(Locale.ROOT, "%-13s %s", name, Readable.text(value))));
        }
        out.flush();
        return 0;
    }
}
