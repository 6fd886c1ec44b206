package io.tidewatch.cli;

import io.tidewatch.config.TidewatchConfig;
import io.tidewatch.service.TidewatchService;
import io.tidewatch.topology.FaultInWords;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code tidewatch run}: the service. */
@Command(
        name = "run",
        description = "Runs the detector until it is stopped (SIGTERM, Ctrl-C).",
        mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {
    @Mixin
    ConfigOptions options = new ConfigOptions();

    @Override
    public Integer call() throws Exception {
        TidewatchConfig config = options.load();
        TidewatchService service = TidewatchService.start(config);
        Runtime.getRuntime().addShutdownHook(new Thread(service::close, "tidewatch-shutdown"));
        Optional<Throwable> fault = service.awaitEnd();
        if (fault.isPresent()) {
            // Before the last line, which is what a person looks for.
            service.close();
            throw new IllegalStateException("ended by itself. " + FaultInWords.of(fault.get()), fault.get());
        }
        return 0;
    }
}
