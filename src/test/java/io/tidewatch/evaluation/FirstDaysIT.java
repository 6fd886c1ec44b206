package io.tidewatch.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewatch.Alert;
import io.tidewatch.detector.DetectorSpec;
import io.tidewatch.detector.StepResult;
import io.tidewatch.inference.CompiledScorer;
import io.tidewatch.learning.ModelTraining;
import io.tidewatch.model.training.Dl4jTrainer;
import io.tidewatch.series.SeriesEvents;
import io.tidewatch.series.SeriesFile;
import io.tidewatch.series.SeriesRow;
import io.tidewatch.window.LeftOut;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The first days of a detector that starts without a model: normal data with a daily rhythm, in steps of five minutes.
 */
class FirstDaysIT {
    private static final int STEPS_PER_DAY = 288;
    private static final Instant MONDAY = Instant.parse("2026-03-02T00:00:00Z");

    @TempDir
    Path directory;

    /** Days, from 1 on, with a row that raised an alert; one entry for each such row. */
    private List<Integer> daysOfAlerts(int days, IntToDoubleFunction value) throws IOException {
        List<String> lines = new ArrayList<>(List.of("timestamp,value"));
        for (int step = 0; step < days * STEPS_PER_DAY; step++) {
            lines.add(
                    String.format(Locale.ROOT, "%s,%.4f", MONDAY.plusSeconds(300L * step), value.applyAsDouble(step)));
        }
        SeriesFile file = new SeriesFile(Files.write(directory.resolve("s.csv"), lines));
        DetectorSpec spec = ShippedDetector.SPEC.withMeansOf(file.features());
        Raised raised = new Raised();
        new Backtest(
                        spec,
                        new ModelTraining(spec, new Dl4jTrainer(), CompiledScorer::compile),
                        trained -> CompiledScorer.compile(trained.network()))
                .run(
                        new SeriesEvents(file, file.features(), "s"),
                        BacktestLearning.COLD_START,
                        List.of(raised),
                        done -> {});
        return raised.days;
    }

    private static final class Raised implements Backtest.Listener {
        private final List<Integer> days = new ArrayList<>();
        private int rows;

        @Override
        public void row(SeriesRow row, @Nullable StepResult latest, boolean raises) {
            if (raises) {
                days.add(1 + rows / STEPS_PER_DAY);
            }
            rows++;
        }

        @Override
        public void leftOut(SeriesRow row, LeftOut cause) {
            throw new IllegalStateException("row " + row.line() + " was left out: " + cause);
        }

        @Override
        public void alert(Alert alert) {}
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void thirdDayOfASmoothDailyRhythmRaisesNothing(long seed) throws IOException {
        Random random = new Random(seed);

        assertThat(daysOfAlerts(
                        3, step -> 100 + 40 * Math.sin(2 * Math.PI * step / STEPS_PER_DAY) + 3 * random.nextGaussian()))
                .doesNotContain(3);
    }
}
