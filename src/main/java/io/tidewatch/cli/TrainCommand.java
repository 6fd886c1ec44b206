package io.tidewatch.cli;

import io.tidewatch.config.TidewatchConfig;
import io.tidewatch.evaluation.BacktestLearning;
import io.tidewatch.inference.CompiledScorer;
import io.tidewatch.learning.EventHistory;
import io.tidewatch.learning.ModelTraining;
import io.tidewatch.model.ModelArtifact;
import io.tidewatch.model.training.Dl4jTrainer;
import io.tidewatch.registry.ConfluentRegistry;
import io.tidewatch.registry.SchemaRegistry;
import io.tidewatch.series.SeriesColumns;
import io.tidewatch.series.SeriesEvents;
import io.tidewatch.series.SeriesFile;
import io.tidewatch.series.SeriesTimes;
import io.tidewatch.text.Readable;
import io.tidewatch.topology.PatientRegistry;
import io.tidewatch.topology.RecordDecoder;
import io.tidewatch.topology.TopicHistory;
import io.tidewatch.topology.TopicHistory.RejectedRecords;
import io.tidewatch.topology.TopologyObserver;
import io.tidewatch.window.LeftOut;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tidewatch train}: learns a model from files or from the history of the input topics. */
@Command(
        name = "train",
        description =
                "Learns what is normal, from series files or from what the input topics hold. Publishes the model to the models"
                        + " topic and activates it, unless --output names a file.",
        mixinStandardHelpOptions = true)
final class TrainCommand extends ConsoleCommand {
    /** A file, as the one source of its events. */
    private static final int FILE = 1;

    @Mixin
    ConfigOptions options = new ConfigOptions();

    @Option(names = "--rows", paramLabel = "N", description = "Learns from the first N rows of each file.")
    int rows = -1;

    @Option(
            names = "--fraction",
            paramLabel = "F",
            description = "Learns from the first share of each file, e.g. 0.15.")
    double fraction = Double.NaN;

    @Option(names = "--entity", description = "Entity of the rows; without it, the file's name.")
    String entity = "";

    @Option(
            names = "--entity-column",
            description = "Column that names the entity; without it that of input.entity, if the file has it.")
    String entityColumn = "";

    @Option(
            names = "--output",
            paramLabel = "FILE",
            description = "Writes the model to this file only. With series files, no broker is needed then.")
    @Nullable
    Path output;

    @Option(names = "--json", description = "Reports as JSON.")
    boolean json;

    @Parameters(paramLabel = "FILE", description = "Series files; without any, the input topics are read.")
    List<Path> files = new ArrayList<>();

    @Override
    public Integer call() throws Exception {
        TidewatchConfig config = options.load();
        // Before the training, which would be lost.
        ModelTarget target = output == null ? ModelTarget.shared(config) : ModelTarget.file(output);
        PrintWriter out = out();
        EventHistory history = new EventHistory(config.detector());
        if (files.isEmpty()) {
            RejectedRecords rejected = readTopics(config, history);
            if (rejected.count() > 0 && !json) {
                out.println(Count.of(rejected.count(), "record")
                        + " could not become events, left out here; run will dead-letter them. The first is of "
                        + Readable.text(rejected.first()));
            }
        } else {
            readFiles(config, history);
        }
        if (!json) {
            out.println(read(history));
            for (LeftOut cause : LeftOut.values()) {
                if (history.leftOut(cause) > 0) {
                    out.println(Count.of(history.leftOut(cause), cause.label() + " event") + " left out");
                }
            }
            out.flush();
        }
        ModelTraining training = new ModelTraining(config.detector(), new Dl4jTrainer(), CompiledScorer::compile);
        ModelArtifact model;
        try (Progress progress = new Progress("training")) {
            model = training.train(training.prepare(history.samples()), null, System.currentTimeMillis(), progress);
        }
        target.take(model);
        TrainReport report = new TrainReport(config.detector(), model, target);
        if (json) {
            out.println(Readable.text(report.json()));
        } else {
            report.lines().forEach(out::println);
        }
        out.flush();
        return 0;
    }

    private void readFiles(TidewatchConfig config, EventHistory history) {
        BacktestLearning learning = new BacktestLearning(rows, fraction);
        SeriesTimes times = SeriesTimes.of(config.event(), System.currentTimeMillis());
        SeriesColumns columns = SeriesColumns.of(config.event(), entityColumn, entity);
        for (Path path : files) {
            SeriesFile file = new SeriesFile(path, columns).with(times);
            SeriesEvents series =
                    new SeriesEvents(file, config.event().features(), entity.isEmpty() ? file.name() : entity);
            int wanted = learning.ahead() ? learning.rowsOf(file.count()) : Integer.MAX_VALUE;
            history.sources(Set.of(FILE));
            file.read(wanted, row -> history.add(series.event(row), FILE));
        }
    }

    private static RejectedRecords readTopics(TidewatchConfig config, EventHistory history) {
        try (SchemaRegistry registry = new ConfluentRegistry(
                        config.registry().urls(), config.registry().properties());
                Progress progress = new Progress("reading")) {
            PatientRegistry patient = new PatientRegistry(registry, new TopologyObserver() {});
            return new TopicHistory(config.kafka(), config.inputTopics())
                    .read(new RecordDecoder(config.event(), patient), System.currentTimeMillis(), history, progress);
        }
    }

    /** So that whoever reads that there is too little to learn from sees what there is. */
    private static String read(EventHistory history) {
        return history.entities() == 0
                ? "read no event"
                : "read " + Count.of(history.events(), "event") + " of "
                        + Count.of(history.entities(), "entity", "entities") + ", from "
                        + Instant.ofEpochMilli(history.earliestMs()) + " to "
                        + Instant.ofEpochMilli(history.latestMs());
    }
}
