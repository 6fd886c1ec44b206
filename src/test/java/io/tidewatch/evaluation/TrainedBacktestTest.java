package io.tidewatch.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewatch.detector.DetectorSpec;
import io.tidewatch.inference.CompiledScorer;
import io.tidewatch.learning.ModelTraining;
import io.tidewatch.model.ModelKind;
import io.tidewatch.model.ModelSpec;
import io.tidewatch.model.training.Dl4jTrainer;
import io.tidewatch.series.SeriesEvents;
import io.tidewatch.series.SeriesFile;
import io.tidewatch.window.Aggregate;
import io.tidewatch.window.FeatureSpec;
import io.tidewatch.window.StepSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Backtests whose model is really trained. */
class TrainedBacktestTest {
    private static final DetectorSpec SPEC = new DetectorSpec(
            "backtest",
            List.of(new FeatureSpec("v", Aggregate.MEAN)),
            List.of(),
            StepSpec.EVENT,
            16,
            ZoneOffset.UTC,
            0.1,
            new ModelSpec(ModelKind.AUTOENCODER, List.of(16, 4, 16), 2, 64, 3e-3, 1));

    @TempDir
    Path directory;

    private Path series(int rows, int spikeAt) throws IOException {
        Random random = new Random(1);
        List<String> lines = new ArrayList<>(List.of("timestamp,v,label"));
        for (int i = 0; i < rows; i++) {
            double value = i == spikeAt ? 99 : 10 + Math.sin(i / 5.0) + 0.2 * random.nextGaussian();
            lines.add(String.format(
                    Locale.ROOT, "%d,%.5f,%d", 1_700_000_000_000L + i * 60_000L, value, i == spikeAt ? 1 : 0));
        }
        return Files.write(directory.resolve("s" + rows + ".csv"), lines);
    }

    private List<String> scores(Path file, BacktestLearning learning, String run) throws IOException {
        SeriesFile series = new SeriesFile(file);
        ModelTraining training = new ModelTraining(SPEC, new Dl4jTrainer(), CompiledScorer::compile);
        Path output = directory.resolve(run);
        try (BacktestFiles files = new BacktestFiles(output, "s")) {
            new Backtest(SPEC, training, trained -> CompiledScorer.compile(trained.network()))
                    .run(new SeriesEvents(series, series.features(), "s"), learning, List.of(files), done -> {});
            files.finish();
        }
        return Files.readAllLines(output.resolve("s.scores.csv"));
    }

    @Test
    void writesARowPerInputRowAndRaisesTheSpike() throws IOException {
        List<String> scores = scores(series(500, 400), new BacktestLearning(200, Double.NaN), "a");
        assertThat(scores.get(0)).isEqualTo("timestamp,score,point,contextual,collective,alert,raised,kind");
        assertThat(scores).hasSize(501);
        assertThat(scores.get(401)).startsWith("1700024000000,").endsWith(",1,1,point");
        assertThat(scores.subList(1, 201)).allMatch(row -> row.contains(",0.000000000,"));
    }

    @Test
    void aRowDependsOnNoLaterRow() throws IOException {
        List<String> all = scores(series(500, 400), new BacktestLearning(200, Double.NaN), "a");
        List<String> cut = scores(series(430, 400), new BacktestLearning(200, Double.NaN), "b");
        assertThat(cut).isEqualTo(all.subList(0, 431));
    }

    @Test
    void coldStartLearnsAsItGoesAndDependsOnNoLaterRow() throws IOException {
        List<String> all = scores(series(500, 400), BacktestLearning.COLD_START, "a");
        List<String> cut = scores(series(430, 400), BacktestLearning.COLD_START, "b");
        assertThat(all.get(401)).endsWith(",1,1,point");
        assertThat(cut).isEqualTo(all.subList(0, 431));
    }

    @Test
    void sameInputGivesTheSameBytes() throws IOException {
        Path file = series(400, 300);
        BacktestLearning learning = new BacktestLearning(-1, 0.5);
        assertThat(scores(file, learning, "a")).isEqualTo(scores(file, learning, "b"));
    }
}
