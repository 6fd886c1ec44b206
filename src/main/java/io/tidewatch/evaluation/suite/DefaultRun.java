package io.tidewatch.evaluation.suite;

import io.tidewatch.detector.DetectorSpec;
import io.tidewatch.evaluation.Backtest;
import io.tidewatch.evaluation.BacktestFiles;
import io.tidewatch.evaluation.BacktestLearning;
import io.tidewatch.evaluation.BacktestReport;
import io.tidewatch.evidence.Channel;
import io.tidewatch.inference.CompiledScorer;
import io.tidewatch.learning.ModelTraining;
import io.tidewatch.model.training.Dl4jTrainer;
import io.tidewatch.series.SeriesEvents;
import io.tidewatch.series.SeriesFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.DoubleConsumer;

/** A backtest without a configuration, as {@code tidewatch backtest} does it, with a page beside the scores. */
public final class DefaultRun implements SeriesRun {
    private final DetectorSpec base;
    private final Set<Channel> without;

    /**
     * @param base the detector without a configuration; the features are each file's columns
     * @param without channels left out of the decision, to see what they add
     */
    public DefaultRun(DetectorSpec base, Set<Channel> without) {
        this.base = base;
        this.without = Set.copyOf(without);
    }

    @Override
    public void run(SuiteSeries series, long seed, Path directory, DoubleConsumer progress) throws IOException {
        SeriesFile file = series.file();
        DetectorSpec spec = base.withMeansOf(file.features()).withSeed(seed);
        SeriesEvents events = new SeriesEvents(file, file.features(), series.name());
        Backtest backtest = new Backtest(
                spec,
                new ModelTraining(spec, new Dl4jTrainer(), CompiledScorer::compile),
                trained -> CompiledScorer.compile(trained.network()),
                without);
        BacktestLearning learning = series.trainRows() == 0
                ? BacktestLearning.COLD_START
                : new BacktestLearning(series.trainRows(), Double.NaN);
        BacktestReport report = new BacktestReport();
        try (BacktestFiles files = new BacktestFiles(directory, series.name())) {
            backtest.run(events, learning, List.of(files, report.series(series.name(), events)), progress);
            files.finish();
        }
        report.write(directory.resolve(series.name() + ".html"));
    }
}
