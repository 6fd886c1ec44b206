package io.tidewatch.cli;

import io.tidewatch.config.TidewatchConfig;
import io.tidewatch.model.ModelArtifact;
import io.tidewatch.model.artifact.ModelArtifactException;
import io.tidewatch.service.TidewatchService;
import io.tidewatch.topology.FaultInWords;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tidewatch run}: the service. */
@Command(
        name = "run",
        description = "Runs the detector until it is stopped (SIGTERM, Ctrl-C).",
        mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {
    @Mixin
    ConfigOptions options = new ConfigOptions();

    @Option(
            names = "--model",
            paramLabel = "FILE",
            description = "Scores with this model alone: without the models topic, and without learning others.")
    @Nullable
    Path model;

    @Override
    public Integer call() throws Exception {
        TidewatchConfig config = options.load();
        TidewatchService service = TidewatchService.start(config, fixed());
        Runtime.getRuntime().addShutdownHook(new Thread(service::close, "tidewatch-shutdown"));
        Optional<Throwable> fault = service.awaitEnd();
        if (fault.isPresent()) {
            // Before the last line, which is what a person looks for.
            service.close();
            throw new IllegalStateException("ended by itself. " + FaultInWords.of(fault.get()), fault.get());
        }
        return 0;
    }

    private Optional<ModelArtifact> fixed() throws IOException, ModelArtifactException {
        Path file = model;
        return file == null ? Optional.empty() : Optional.of(SharedModels.file(file));
    }
}
