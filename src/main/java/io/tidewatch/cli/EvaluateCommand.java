package io.tidewatch.cli;

import io.tidewatch.evaluation.baseline.Baseline;
import io.tidewatch.evaluation.baseline.Baselines;
import io.tidewatch.evaluation.suite.DefaultRun;
import io.tidewatch.evaluation.suite.Evaluation;
import io.tidewatch.evaluation.suite.EvaluationReport;
import io.tidewatch.evaluation.suite.SuiteRequest;
import io.tidewatch.evaluation.suite.SuiteResult;
import io.tidewatch.evidence.Channel;
import io.tidewatch.model.ModelSpec;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code tidewatch evaluate}: how well the shipped default detects, on labelled suites, beside baselines and controls.
 */
@Command(
        name = "evaluate",
        description = {
            "Backtests labelled suites with the shipped default, and measures it beside baselines and controls.",
            "A suite is a folder of series files, a folder in the layout of the Numenta Anomaly Benchmark, or"
                    + " simulated: synthetic, synthetic-contaminated, synthetic-drift, synthetic-level,"
                    + " synthetic-holiday, synthetic-variety, synthetic-normal."
        },
        mixinStandardHelpOptions = true)
final class EvaluateCommand extends ConsoleCommand {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Holds a folder per suite, so that suites can be named: smd finds smd, or smd8.")
    @Nullable
    Path data;

    @Option(
            names = "--seeds",
            paramLabel = "N",
            description = "Runs with so many seeds, the shipped one first; means and deviations are reported.")
    int seeds = 3;

    @Option(
            names = "--train-fraction",
            paramLabel = "F",
            description =
                    "Learns from the first share of the rows; without it what manifest.csv says, else the first 15%%.")
    double trainFraction = Double.NaN;

    @Option(
            names = "--baselines",
            split = ",",
            paramLabel = "NAME",
            description = "Compares with these; without it with all there are; none: with none.")
    @Nullable
    List<String> baselines;

    @Option(
            names = "--without",
            split = ",",
            paramLabel = "CHANNEL",
            converter = ChannelNames.class,
            completionCandidates = ChannelNames.class,
            description = "Leaves channels out of the decision, to see what they add: ${COMPLETION-CANDIDATES}.")
    Set<Channel> without = Set.of();

    @Option(
            names = "--from-scores",
            paramLabel = "DIR",
            description = "Measures the scores that an earlier evaluate or backtest wrote; runs no detector.")
    @Nullable
    Path scores;

    @Option(names = "--parallel", paramLabel = "N", description = "Series at work at the same time.")
    int parallel = 1;

    @Option(names = "--vus-buffer", paramLabel = "ROWS", description = "Largest label buffer of VUS-PR.")
    int buffer = 100;

    @Option(names = "--output", paramLabel = "DIR", required = true, description = "Where the results are written.")
    @SuppressWarnings("NullAway.Init") // Required.
    Path output;

    @Option(names = "--json", description = "Reports as one JSON object instead of tables.")
    boolean json;

    @Option(names = "--verbose", description = "Prints the stack trace of a failure.")
    boolean verbose;

    @Parameters(paramLabel = "SUITE", arity = "1..*", description = "Folders, or names of suites.")
    List<String> suites = new ArrayList<>();

    @Override
    public Integer call() throws Exception {
        if (!Double.isNaN(trainFraction) && !(trainFraction >= 0 && trainFraction < 1)) {
            throw new IllegalArgumentException("--train-fraction must lie in 0..1, below 1: " + trainFraction);
        }
        WritableDirectory.require(output, "--output");
        List<Baseline> compared = baselines == null ? Baselines.all() : Baselines.named(baselines);
        List<SuiteRequest> requests = suites.stream()
                .map(name -> SuiteRequest.of(name, data, trainFraction))
                .toList();
        Evaluation evaluation = new Evaluation(
                new Evaluation.Settings(ModelSpec.DEFAULT.seed(), seeds, buffer, parallel, output, scores),
                new DefaultRun(ConfigOptions.nothingConfigured().detector(), without),
                compared);
        PrintWriter out = out();
        EvaluationReport report = new EvaluationReport();
        for (SuiteRequest request : requests) {
            SuiteResult result;
            try (Progress progress = new Progress(request.name())) {
                result = request.evaluate(evaluation, progress);
            }
            report.add(result);
            report.write(output);
            if (!json) {
                out.print(EvaluationReport.summary(result));
                out.flush();
            }
        }
        if (json) {
            out.println(report.json());
            out.flush();
        }
        return 0;
    }
}
