package io.tidewatch.cli;

import io.tidewatch.bench.Bench;
import io.tidewatch.bench.BenchJson;
import io.tidewatch.bench.BenchPlan;
import io.tidewatch.bench.BenchResult;
import io.tidewatch.bench.BenchTable;
import io.tidewatch.bench.Workload;
import io.tidewatch.launch.ChildJvm;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code tidewatch bench}: throughput, latency, memory, start-up on a broker of its own. */
@Command(
        name = "bench",
        description = "Measures the detector beside a pass-through topology, on a broker and registry of its own.",
        mixinStandardHelpOptions = true)
final class BenchCommand extends ConsoleCommand implements NeedsBroker {
    @Option(names = "--quick", description = "A look within 90 seconds: fewer events, fewer runs, no scaling.")
    boolean quick;

    @Option(names = "--json", description = "Reports as one JSON object.")
    boolean json;

    @Option(
            names = "--runs",
            paramLabel = "N",
            description = "Runs of each topology; medians are reported. 0: scaling and starts alone.")
    @Nullable
    Integer runs;

    @Option(names = "--events", paramLabel = "N", description = "Events measured in each run.")
    @Nullable
    Long events;

    @Option(names = "--features", paramLabel = "N", description = "Numeric fields per event.")
    @Nullable
    Integer features;

    @Option(
            names = "--entities",
            split = ",",
            paramLabel = "N",
            description = "Numbers of entities to compare; 0: none.")
    @Nullable
    List<Integer> entities;

    @Option(
            names = "--threads",
            split = ",",
            paramLabel = "N",
            description = "Numbers of stream threads to compare; 0: none.")
    @Nullable
    List<Integer> threads;

    @Option(names = "--load", paramLabel = "N", description = "Events per second of the latency run.")
    @Nullable
    Double load;

    @Option(
            names = "--latency-seconds",
            paramLabel = "S",
            description = "How long the latency run counts; 0: no latency run.")
    @Nullable
    Double latencySeconds;

    @Option(names = "--alerts", paramLabel = "N", description = "Anomalies injected in the latency run.")
    @Nullable
    Integer anomalies;

    @Option(
            names = "--training",
            description = "Learns models during the latency run, and swaps to them, all the time.")
    boolean training;

    @Option(names = "--commit-interval-ms", paramLabel = "MS", description = "Commit interval of the latency run.")
    @Nullable
    Long commitIntervalMs;

    @Option(names = "--starts", paramLabel = "N", description = "How often the start is measured.")
    @Nullable
    Integer starts;

    @Option(names = "--heap", paramLabel = "SIZE", description = "Largest heap of each measured process, e.g. 2g.")
    @Nullable
    String heap;

    @Option(names = "--verbose", description = "Prints the stack trace of a failure.")
    boolean verbose;

    @Override
    public Integer call() throws Exception {
        BenchPlan plan = plan();
        long startedNs = System.nanoTime();
        PrintWriter err = err();
        Path directory = Files.createTempDirectory("tidewatch-bench");
        ChildJvm child = new ChildJvm(System.getProperty("java.class.path"), Tidewatch.class.getName(), plan.heap());
        try (Bench bench = new Bench(plan, child, directory, said -> {
            err.printf(Locale.ROOT, "%5.0f s  %s%n", (System.nanoTime() - startedNs) / 1e9, said);
            err.flush();
        })) {
            BenchResult result = bench.run();
            PrintWriter out = out();
            out.print(json ? BenchJson.of(result) + System.lineSeparator() : BenchTable.of(result));
            out.flush();
        } finally {
            Utils.delete(directory.toFile());
        }
        return 0;
    }

    private BenchPlan plan() {
        BenchPlan base = quick ? BenchPlan.quick() : BenchPlan.full();
        Workload shape = base.shape();
        return new BenchPlan(
                new Workload(
                        shape.entities(),
                        Objects.requireNonNullElse(features, shape.features()),
                        shape.eventsPerStep(),
                        Objects.requireNonNullElse(events, shape.measuredEvents())),
                Objects.requireNonNullElse(runs, base.runs()),
                runs == null || runs == 0 ? base.variantRuns() : runs,
                base.runSeconds(),
                base.roundsWithinSeconds(),
                base.partitions(),
                base.commitIntervalMs(),
                base.fieldPerEvent(),
                positive(threads, base.threads()),
                positive(entities, base.entityCounts()),
                base.entityFeatures(),
                latency(Objects.requireNonNull(base.latency())),
                Objects.requireNonNullElse(starts, base.starts()),
                Objects.requireNonNullElse(heap, base.heap()));
    }

    private static List<Integer> positive(@Nullable List<Integer> given, List<Integer> otherwise) {
        return given == null
                ? otherwise
                : given.stream().filter(number -> number > 0).toList();
    }

    private BenchPlan.@Nullable Latency latency(BenchPlan.Latency base) {
        double seconds = Objects.requireNonNullElse(latencySeconds, base.seconds());
        if (seconds == 0) {
            return null;
        }
        int injected = Objects.requireNonNullElse(anomalies, base.anomalies());
        return new BenchPlan.Latency(
                Objects.requireNonNullElse(load, base.eventsPerSecond()),
                Objects.requireNonNullElse(commitIntervalMs, base.commitIntervalMs()),
                Math.max(base.entities(), injected),
                injected,
                base.warmUpSeconds(),
                seconds,
                training);
    }
}
