package io.tidewatch.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every family finds a plain anomaly, and its alerts carry the code of the window. */
class FamiliesBacktestTest {
    @TempDir
    Path directory;

    private Path series() throws IOException {
        Random random = new Random(1);
        List<String> lines = new ArrayList<>(List.of("timestamp,v"));
        for (int i = 0; i < 1500; i++) {
            double value = 10 + Math.sin(i / 5.0) + 0.05 * random.nextGaussian();
            // For twenty steps the rhythm stops.
            double seen = i >= 1300 && i < 1320 ? 10 + Math.sin(260) : value;
            lines.add(String.format(Locale.ROOT, "%d,%.5f", 1_700_000_000_000L + i * 60_000L, seen));
        }
        return Files.write(directory.resolve("s.csv"), lines);
    }

    @ParameterizedTest
    @EnumSource
    void lostRhythmIsAlertedWithTheCodeOfItsWindow(ModelKind kind) throws IOException {
        DetectorSpec spec = new DetectorSpec(
                "backtest",
                List.of(new FeatureSpec("v", Aggregate.MEAN)),
                List.of(),
                StepSpec.EVENT,
                16,
                ZoneOffset.UTC,
                1,
                new ModelSpec(kind, List.of(24, 4, 24), 20, 64, 3e-3, 1));
        SeriesFile series = new SeriesFile(series());
        ModelTraining training = new ModelTraining(spec, new Dl4jTrainer(), CompiledScorer::compile);
        try (BacktestFiles files = new BacktestFiles(directory, "s")) {
            new Backtest(spec, training, trained -> CompiledScorer.compile(trained.network()))
                    .run(
                            new SeriesEvents(series, series.features(), "s"),
                            new BacktestLearning(1000, Double.NaN),
                            List.of(files),
                            done -> {});
            files.finish();
        }
        List<JsonNode> alerts = new ArrayList<>();
        for (String line : Files.readAllLines(directory.resolve("s.alerts.jsonl"))) {
            alerts.add(new ObjectMapper().readTree(line));
        }
        List<JsonNode> during = alerts.stream()
                .filter(alert -> alert.get("startedAt").asText().compareTo("2023-11-15T19:53") >= 0)
                .filter(alert -> alert.get("startedAt").asText().compareTo("2023-11-15T20:20") <= 0)
                .filter(alert -> !alert.get("status").asText().equals("CLOSED"))
                .toList();
        assertThat(during).isNotEmpty();
        for (JsonNode alert : during) {
            assertThat(alert.get("latentCode")).hasSize(4);
            for (JsonNode contribution : alert.get("contributions")) {
                assertThat(contribution.get("lower").asDouble())
                        .isLessThan(contribution.get("expected").asDouble());
                assertThat(contribution.get("upper").asDouble())
                        .isGreaterThan(contribution.get("expected").asDouble());
            }
        }
    }
}
