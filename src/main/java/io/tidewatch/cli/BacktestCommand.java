package io.tidewatch.cli;

import io.tidewatch.config.TidewatchConfig;
import io.tidewatch.detector.DetectorSpec;
import io.tidewatch.evaluation.Backtest;
import io.tidewatch.evaluation.BacktestFiles;
import io.tidewatch.evaluation.BacktestLearning;
import io.tidewatch.evaluation.BacktestReport;
import io.tidewatch.evaluation.BacktestTally;
import io.tidewatch.event.EventSpec;
import io.tidewatch.inference.CompiledScorer;
import io.tidewatch.learning.ModelTraining;
import io.tidewatch.model.ModelArtifact;
import io.tidewatch.model.ScorerKind;
import io.tidewatch.model.training.Dl4jScorer;
import io.tidewatch.model.training.Dl4jTrainer;
import io.tidewatch.series.SeriesColumns;
import io.tidewatch.series.SeriesEvents;
import io.tidewatch.series.SeriesFile;
import io.tidewatch.series.SeriesTimes;
import io.tidewatch.text.Readable;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code tidewatch backtest}: the same core over files; what it reports is what {@code run} would have alerted with
 * the same model.
 */
@Command(
        name = "backtest",
        description = {
            "Runs series files through the detector, and writes scores and alerts for every row.",
            "Without --config every numeric column is a feature and every row a step.",
            "Without --train-rows, --train-fraction and --model it learns as run does up to the doublings of its windows,"
                    + " but does not renew the model by time or on drift."
        },
        mixinStandardHelpOptions = true)
final class BacktestCommand extends ConsoleCommand {
    @Mixin
    ConfigOptions options = new ConfigOptions();

    @Option(
            names = "--train-rows",
            paramLabel = "N",
            description = "Learns from the first N rows, which are not scored.")
    int trainRows = -1;

    @Option(names = "--train-fraction", paramLabel = "F", description = "Learns from the first share of the rows.")
    double trainFraction = Double.NaN;

    @Option(names = "--model", paramLabel = "DIR", description = "Uses the newest model of a directory; trains none.")
    @Nullable
    Path model;

    @Option(names = "--output", paramLabel = "DIR", required = true, description = "Where the results are written.")
    @SuppressWarnings("NullAway.Init") // Required.
    Path output;

    @Option(names = "--entity", description = "Entity of the rows; without it, the file's name.")
    String entity = "";

    @Option(
            names = "--entity-column",
            description =
                    "Column that names the entity; without it that of input.entity, if the file has it. The scores get"
                            + " a column entity, too.")
    String entityColumn = "";

    @Option(names = "--json", description = "Reports as JSON, a line per file.")
    boolean json;

    @Parameters(
            paramLabel = "FILE",
            arity = "1..*",
            description = {
                "Series files: CSV, also gzipped. Column timestamp: ISO-8601, also yyyy-MM-dd HH:mm:ss or a date alone"
                        + " (without a zone: in input.zone, which is UTC unless set), or a number of milliseconds since"
                        + " 1970 (of seconds: --set input.time-unit=s; also us, ns)."
            })
    List<Path> files = new ArrayList<>();

    /** The model to use; null: each series trains its own. */
    private @Nullable ModelArtifact artifact;

    @Override
    public Integer call() throws Exception {
        @Nullable TidewatchConfig config = options.file == null ? null : options.load();
        WritableDirectory.require(output, "--output");
        PrintWriter out = out();
        artifact = model == null ? null : NewestModel.of(model, err());
        Map<String, Integer> names = new HashMap<>();
        SeriesColumns columns = config == null
                ? SeriesColumns.numeric(entityColumn)
                : SeriesColumns.of(config.event(), entityColumn, entity);
        files.forEach(path -> names.merge(new SeriesFile(path, columns).name(), 1, Integer::sum));
        long startedMs = System.currentTimeMillis();
        BacktestReport report = new BacktestReport();
        for (Path path : files) {
            SeriesFile file = new SeriesFile(path, columns);
            String name = names.getOrDefault(file.name(), 1) > 1 ? parent(path) + file.name() : file.name();
            TidewatchConfig own = config == null ? options.loadWithout(file.features()) : config;
            EventSpec event = own.event();
            SeriesFile read =
                    options.nothingGiven() ? file : new SeriesFile(path, SeriesColumns.of(event, entityColumn, entity));
            if (options.nothingGiven() || options.event().features().isEmpty()) {
                warn(LeftOutColumns.warnings(file, event.categories()));
            }
            backtest(own, read.with(SeriesTimes.of(event, startedMs)), name, report, out);
        }
        report.write(output.resolve("report.html"));
        if (!json) {
            out.println("written to " + Readable.text(output.toString()));
            out.flush();
        }
        return 0;
    }

    /** The folder distinguishes two files of the same name. */
    private static String parent(Path path) {
        Path parent = path.toAbsolutePath().getParent();
        return parent == null || parent.getFileName() == null ? "" : parent.getFileName() + "__";
    }

    private void backtest(TidewatchConfig config, SeriesFile file, String name, BacktestReport report, PrintWriter out)
            throws Exception {
        DetectorSpec spec = config.detector();
        SeriesEvents series =
                new SeriesEvents(file, config.event().features(), entity.isEmpty() ? file.name() : entity);
        ModelTraining training = new ModelTraining(spec, new Dl4jTrainer(), CompiledScorer::compile);
        Backtest backtest = new Backtest(
                spec,
                training,
                config.scorer() == ScorerKind.DL4J
                        ? Dl4jScorer::new
                        : trained -> CompiledScorer.compile(trained.network()));
        try (BacktestFiles results = new BacktestFiles(output, name, file.namesEntities());
                Progress progress = new Progress(name)) {
            BacktestTally tally = new BacktestTally();
            List<Backtest.Listener> listeners = List.of(results, report.series(name, series), tally);
            if (artifact != null) {
                backtest.run(series, artifact, listeners);
            } else {
                backtest.run(series, new BacktestLearning(trainRows, trainFraction), listeners, progress);
            }
            results.finish();
            BacktestSummary summary = new BacktestSummary(name, file.path(), tally, spec.windowSteps());
            out.println(json ? summary.json() : summary.line());
            out.flush();
            warn(summary.warnings());
        }
    }

    private void warn(List<String> warnings) {
        PrintWriter err = err();
        warnings.forEach(err::println);
        err.flush();
    }
}
