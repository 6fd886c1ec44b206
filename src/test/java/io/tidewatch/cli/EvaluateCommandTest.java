package io.tidewatch.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code tidewatch evaluate}: the figures of given scores, and the whole way on a small folder. */
class EvaluateCommandTest {
    private static final String DETECTOR = "tidewatch";

    @TempDir
    Path directory;

    private static Path resources() throws URISyntaxException {
        return Path.of(Objects.requireNonNull(EvaluateCommandTest.class.getResource("/evaluation"))
                .toURI());
    }

    private static JsonNode json(String text) throws IOException {
        return JsonMapper.builder().build().readTree(text);
    }

    private static JsonNode named(JsonNode array, String name) {
        for (JsonNode each : array) {
            if (each.path("name").asText().equals(name)) {
                return each;
            }
        }
        throw new AssertionError(name + " is not in " + array);
    }

    private CommandRun ofScores(String... more) throws URISyntaxException {
        Path resources = resources();
        List<String> arguments = new ArrayList<>(List.of(
                "evaluate",
                "corpus",
                "--data",
                resources.toString(),
                "--from-scores",
                resources.resolve("scores").toString()));
        arguments.addAll(List.of("--vus-buffer", "20", "--output", directory.toString()));
        arguments.addAll(List.of(more));
        return CommandRun.of(arguments.toArray(String[]::new));
    }

    /** The values of expected.json were made by the reference implementations in Python. */
    @Test
    void figuresOfGivenScoresAgreeWithTheReference() throws Exception {
        CommandRun run = ofScores("--json", "--baselines", "none");

        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        JsonNode expected = json(Files.readString(resources().resolve("expected.json")));
        JsonNode suite = json(run.out()).path("suites").path(0);
        expected.path("series").properties().forEach(series -> {
            JsonNode figures =
                    named(suite.path("series"), series.getKey()).path("figures").path(DETECTOR);
            series.getValue().properties().forEach(figure -> assertThat(
                            figures.path(figure.getKey()).asDouble(Double.NaN))
                    .as(series.getKey() + " " + figure.getKey())
                    .isCloseTo(figure.getValue().asDouble(), within(1e-9)));
        });
        assertFigures(suite, DETECTOR, expected.path("suite"));
        assertFigures(suite, "row-number", expected.path("row-number"));
    }

    private static void assertFigures(JsonNode suite, String detector, JsonNode expected) {
        JsonNode figures = named(suite.path("detectors"), detector).path("figures");
        expected.properties().forEach(figure -> assertThat(
                        figures.path(figure.getKey()).path("mean").asDouble(Double.NaN))
                .as(detector + " " + figure.getKey())
                .isCloseTo(figure.getValue().asDouble(), within(1e-9)));
    }

    @Test
    void comparesWithBaselinesAndControls() throws Exception {
        CommandRun run = ofScores();

        assertThat(run.out())
                .startsWith("### corpus: 2 series")
                .contains("| tidewatch |", "| PCA |", "| windowed-Gaussian |", "| random |", "| row-number |");
        assertThat(Files.readString(directory.resolve("report.html"))).contains("\"name\":\"a__one\"");
        assertThat(Files.readString(directory.resolve("report.md"))).contains("| a__two |");
    }

    @Test
    void aSuiteThatIsNotThereIsMisuse() {
        CommandRun run =
                CommandRun.of("evaluate", "nab", "--data", directory.toString(), "--output", directory.toString());

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("suite nab is no folder in " + directory);
        assertThat(run.err().lines()).hasSize(1);
    }

    @Test
    void aBaselineThatIsNotThereIsMisuse() throws Exception {
        CommandRun run = ofScores("--baselines", "pca,forest");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("there is no baseline forest, only [PCA");
    }

    @Test
    void learnsAndFindsASpikeAsBacktestDoes() throws Exception {
        Path suite = Files.createDirectories(directory.resolve("suite"));
        Random random = new Random(1);
        List<String> lines = new ArrayList<>(List.of("timestamp,v,label"));
        for (int i = 0; i < 500; i++) {
            double value = i == 400 ? 99 : 10 + Math.sin(i / 5.0) + 0.2 * random.nextGaussian();
            lines.add(String.format(
                    Locale.ROOT, "%d,%.5f,%d", 1_700_000_000_000L + i * 60_000L, value, i == 400 ? 1 : 0));
        }
        Path file = Files.write(suite.resolve("spike.csv"), lines);
        Path output = directory.resolve("evaluated");

        CommandRun run = CommandRun.of(
                "evaluate",
                suite.toString(),
                "--seeds",
                "1",
                "--train-fraction",
                "0.4",
                "--json",
                "--output",
                output.toString());
        CommandRun backtest = CommandRun.of(
                "backtest",
                file.toString(),
                "--train-fraction",
                "0.4",
                "--output",
                directory.resolve("backtested").toString());

        assertThat(run.err()).isEmpty();
        assertThat(backtest.exitCode()).isZero();
        JsonNode figures = named(json(run.out()).path("suites").path(0).path("detectors"), DETECTOR)
                .path("figures");
        assertThat(figures.path("AUC-PR").path("mean").asDouble()).isEqualTo(1);
        assertThat(figures.path("event recall").path("mean").asDouble()).isEqualTo(1);
        assertThat(output.resolve("suite/seed-7/spike.scores.csv"))
                .hasSameTextualContentAs(directory.resolve("backtested/spike.scores.csv"));
        assertThat(output.resolve("suite/seed-7/spike.html")).isNotEmptyFile();
    }
}
