package io.tidewatch.cli;

import io.tidewatch.bench.Worker;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code tidewatch bench-worker}: what {@code bench} starts to measure; requests come on standard input. */
@Command(name = "bench-worker", description = "Started by bench.", hidden = true)
final class BenchWorkerCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // Set by picocli.
    CommandSpec command;

    @Override
    public Integer call() throws Exception {
        new Worker().serve(System.in, command.commandLine().getOut());
        return 0;
    }
}
