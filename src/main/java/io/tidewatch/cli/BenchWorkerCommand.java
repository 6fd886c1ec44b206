package io.tidewatch.cli;

import io.tidewatch.bench.Worker;
import picocli.CommandLine.Command;

/** {@code tidewatch bench-worker}: what {@code bench} starts to measure; requests come on standard input. */
@Command(name = "bench-worker", description = "Started by bench.", hidden = true)
final class BenchWorkerCommand extends ConsoleCommand {
    @Override
    public Integer call() throws Exception {
        new Worker().serve(System.in, out());
        return 0;
    }
}
