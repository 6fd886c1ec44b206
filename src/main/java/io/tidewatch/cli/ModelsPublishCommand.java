package io.tidewatch.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.tidewatch.model.ModelArtifact;
import io.tidewatch.model.artifact.ModelArtifactFormat;
import io.tidewatch.model.catalog.ArtifactHeader;
import io.tidewatch.service.TopicCheck;
import io.tidewatch.text.Readable;
import io.tidewatch.topology.models.ModelsTopicWriter;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.OptionalLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tidewatch models publish}. */
@Command(
        name = "publish",
        description = "Writes a model file to the models topic; with model.signing-key it is signed.",
        mixinStandardHelpOptions = true)
final class ModelsPublishCommand extends ConsoleCommand {
    @Mixin
    ConfigOptions options = new ConfigOptions();

    @Option(names = "--activate", description = "Makes it the active version, at once, on all instances.")
    boolean activate;

    @Option(names = "--json", description = "Reports as JSON.")
    boolean json;

    @Parameters(paramLabel = "FILE", description = "A model, as train --output writes it.")
    @SuppressWarnings("NullAway.Init") // Required.
    Path file;

    @Override
    public Integer call() throws Exception {
        SharedModels models = SharedModels.of(options.load());
        ModelArtifact model = SharedModels.file(file);
        models.requireUsable(model);
        TopicCheck.provisionModels(models.config());
        // The same content as the file's, and nothing that only the file has.
        byte[] bytes = ModelArtifactFormat.write(model);
        ArtifactHeader header = models.header(model.version(), bytes);
        try (ModelsTopicWriter writer = models.writer()) {
            if (activate) {
                ActivationReport.print(
                        writer.publishActive(header, bytes, OptionalLong.empty()), models.topic(), json, out());
            } else {
                writer.publish(header, bytes);
                report(header, models.topic());
            }
        }
        return 0;
    }

    private void report(ArtifactHeader header, String topic) {
        PrintWriter out = out();
        out.println(
                json
                        ? Readable.text(JsonNodeFactory.instance
                                .objectNode()
                                .put("version", header.version())
                                .put("topic", topic)
                                .toString())
                        : "model " + header.version() + " is in topic " + topic
                                + ", not active yet. To activate it: tidewatch models activate " + header.version());
        out.flush();
    }
}
