package io.tidewatch.evaluation.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tidewatch.evaluation.baseline.Baseline;
import io.tidewatch.evaluation.baseline.RowNumber;
import io.tidewatch.evaluation.baseline.SeriesValues;
import io.tidewatch.series.SeriesException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Evaluations of a detector that is made up, on two series of forty rows with one event each. */
class EvaluationTest {
    private static final int ROWS = 40;
    private static final int EVENT = 30;

    /** Scores row 30 highest with seed 1; with each further seed one more row is above it. */
    private static final SeriesRun DETECTOR = (series, seed, directory, progress) -> {
        Files.createDirectories(directory);
        Written.scores(ScoreFile.path(directory, series.name()), ROWS, row -> {
            double score = row == EVENT ? 0.9 : row > EVENT && row < EVENT + seed ? 0.95 : 0.1;
            int raised = row == EVENT ? 1 : 0;
            return (row < 6 ? 0 : score) + ",1,0,0," + raised + "," + raised + "," + (raised > 0 ? "point" : "");
        });
        Files.writeString(directory.resolve(series.name() + ".html"), "a page");
        progress.accept(1);
    };

    /** Knows the answer, shifted by its seed. */
    private static final Baseline ORACLE = new Baseline() {
        @Override
        public String name() {
            return "oracle";
        }

        @Override
        public boolean seeded() {
            return true;
        }

        @Override
        public double[] scores(SeriesValues series, int trainRows, long seed) {
            double[] scores = new double[series.rows()];
            scores[EVENT + (int) seed - 1] = 1;
            return scores;
        }
    };

    @TempDir
    Path directory;

    private Path output;

    @BeforeEach
    void writeSeries() {
        output = directory.resolve("out");
        for (String suite : List.of("nab", "servers")) {
            for (String name : List.of("a", "b")) {
                int[] labels = new int[ROWS];
                labels[EVENT] = 1;
                Written.series(directory.resolve(suite).resolve(name + ".csv"), new double[ROWS], labels);
            }
        }
    }

    private Evaluation evaluation(int seeds, Path scores, Baseline... baselines) {
        return new Evaluation(new Evaluation.Settings(1, seeds, 0, 2, output, scores), DETECTOR, List.of(baselines));
    }

    private SuiteResult evaluate(String suite, int seeds, Baseline... baselines) throws Exception {
        return SuiteRequest.of(suite, directory, Double.NaN).evaluate(evaluation(seeds, null, baselines), done -> {});
    }

    @Test
    void figuresAreMeansOverTheSeriesForEachSeed() throws Exception {
        SuiteResult result = evaluate("servers", 3);

        assertThat(result.series()).containsExactly("a", "b");
        assertThat(result.detectors())
                .containsExactly(
                        "tidewatch",
                        "tidewatch: point only",
                        "tidewatch: contextual only",
                        "tidewatch: collective only");
        Spread precision = result.spread("tidewatch", Metric.AUC_PR);
        assertThat(precision.values())
                .as("none, one, two rows above the event's")
                .containsExactly(1.0, 0.5, 1 / 3.0);
        assertThat(precision.mean()).isCloseTo(11 / 18.0, within(1e-12));
        assertThat(result.spread("tidewatch", Metric.EVENT_RECALL).values()).containsExactly(1.0, 1.0, 1.0);
        assertThat(result.spread("tidewatch: point only", Metric.AUC_PR).mean())
                .as("one of the 34 judged rows, all of one score")
                .isCloseTo(1 / 34.0, within(1e-12));
        assertThat(result.ofSeries("tidewatch", "a").get(Metric.AUC_PR)).isCloseTo(11 / 18.0, within(1e-12));
    }

    @Test
    void baselinesAreSeededWhereTheySaySoAndTheirScoresAreKept() throws Exception {
        SuiteResult result = evaluate("servers", 2, ORACLE, new RowNumber());

        assertThat(result.spread("oracle", Metric.AUC_PR).values())
                .as("the second seed has a row of its own on top, and all others level")
                .containsExactly(1.0, 1 / 34.0);
        assertThat(result.spread("row-number", Metric.AUC_PR).values())
                .as("nine rows come later")
                .containsExactly(0.1);
        assertThat(Files.readAllLines(output.resolve("servers/row-number/b.scores.csv")))
                .hasSize(1 + ROWS)
                .contains("2026-03-02T00:03:00Z,3.0");
    }

    @ParameterizedTest
    @CsvSource({"nab, true", "servers, false"})
    void scoresOfTheBenchmarkAreGivenForItAlone(String suite, boolean nab) throws Exception {
        SuiteResult result = evaluate(suite, 1, new RowNumber());

        for (Metric metric : List.of(Metric.NAB_STANDARD, Metric.NAB_LOW_FP, Metric.NAB_LOW_FN)) {
            assertThat(result.spread("tidewatch", metric).values()).hasSize(nab ? 1 : 0);
            assertThat(result.spread("row-number", metric).values()).hasSize(nab ? 1 : 0);
        }
        assertThat(result.spread("tidewatch", Metric.SHIPPED_STANDARD).values()).hasSize(nab ? 1 : 0);
        assertThat(EvaluationReport.summary(result).contains("NAB")).isEqualTo(nab);
        assertThat(EvaluationReport.summary(result).contains("shipped")).isEqualTo(nab);
    }

    @Test
    void scoresOfAnEarlierRunAreTakenWithoutADetector() throws Exception {
        SuiteResult first = evaluate("servers", 2);
        Evaluation again = new Evaluation(
                new Evaluation.Settings(1, 2, 0, 1, directory.resolve("again"), output),
                (series, seed, folder, progress) -> {
                    throw new IllegalStateException("nothing is to be run");
                },
                List.of());

        SuiteResult second = SuiteRequest.of("servers", directory, Double.NaN).evaluate(again, done -> {});

        assertThat(second.spread("tidewatch", Metric.AUC_PR)).isEqualTo(first.spread("tidewatch", Metric.AUC_PR));
    }

    @Test
    void scoresInAPlainFolderAreThoseOfOneSeed() throws Exception {
        evaluate("servers", 1);

        SuiteResult result = SuiteRequest.of("servers", directory, Double.NaN)
                .evaluate(evaluation(3, output.resolve("servers/seed-1")), done -> {});

        assertThat(result.spread("tidewatch", Metric.AUC_PR).values()).containsExactly(1.0);
    }

    @Test
    void scoresThatAreNotThereAreTold() {
        assertThatThrownBy(() -> SuiteRequest.of("servers", directory, Double.NaN)
                        .evaluate(evaluation(1, directory.resolve("none")), done -> {}))
                .isInstanceOf(SeriesException.class)
                .hasMessageStartingWith("no a.scores.csv in any of");
    }

    @Test
    void scoresOfAnotherNumberOfRowsAreRefused() throws Exception {
        evaluate("servers", 1);
        Written.scores(output.resolve("servers/seed-1/b.scores.csv"), ROWS - 1, row -> "0,0,0,0,0,0,");

        assertThatThrownBy(() ->
                        SuiteRequest.of("servers", directory, Double.NaN).evaluate(evaluation(1, output), done -> {}))
                .isInstanceOf(SeriesException.class)
                .hasMessageContaining("has 39 rows, its series has 40");
    }

    @Test
    void failureOfTheDetectorIsTheEvaluations() {
        SeriesRun failing = (series, seed, folder, progress) -> {
            throw new IOException("no room for " + series.name());
        };
        Evaluation evaluation = new Evaluation(new Evaluation.Settings(1, 1, 0, 1, output, null), failing, List.of());

        assertThatThrownBy(
                        () -> SuiteRequest.of("servers", directory, Double.NaN).evaluate(evaluation, done -> {}))
                .isInstanceOf(IOException.class)
                .hasMessage("no room for a");
    }

    @Test
    void everySeriesIsRunOnceForEachSeedAndProgressReachesItsEnd() throws Exception {
        Set<String> runs = new ConcurrentSkipListSet<>();
        SeriesRun counted = (series, seed, folder, progress) -> {
            assertThat(runs.add(series.name() + seed)).isTrue();
            DETECTOR.run(series, seed, folder, progress);
        };
        List<Double> told = new ArrayList<>();
        SuiteRequest.of("servers", directory, Double.NaN)
                .evaluate(
                        new Evaluation(new Evaluation.Settings(4, 2, 0, 1, output, null), counted, List.of()),
                        told::add);

        assertThat(runs).containsExactly("a4", "a5", "b4", "b5");
        assertThat(told).isSorted();
        assertThat(told.get(told.size() - 1)).isCloseTo(1, within(1e-9));
    }

    @ParameterizedTest
    @CsvSource({"0, 0, 1", "1, -1, 1", "1, 0, 0"})
    void impossibleSettingsAreRefused(int seeds, int buffer, int threads) {
        assertThatThrownBy(() -> new Evaluation.Settings(1, seeds, buffer, threads, output, null))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void reportIsWrittenAsTextAsJsonAndAsAPage() throws Exception {
        EvaluationReport report = new EvaluationReport();
        report.add(evaluate("servers", 2, new RowNumber()));
        report.write(output);

        assertThat(Files.readString(output.resolve("report.md")))
                .contains("### servers: 2 series")
                .contains("| tidewatch | 0.750 ± 0.354 |")
                .contains("| row-number | 0.100 |")
                .contains("### servers: tidewatch, by series")
                .contains("| a | 0.750 |");
        JsonNode json = JsonMapper.builder().build().readTree(Files.readString(output.resolve("report.json")));
        JsonNode suite = json.path("suites").path(0);
        JsonNode figure = suite.path("detectors").path(0).path("figures").path(Metric.AUC_PR.title());
        assertThat(figure.path("mean").asDouble()).isEqualTo(0.75);
        assertThat(figure.path("deviation").asDouble()).isCloseTo(Math.sqrt(0.125), within(1e-12));
        assertThat(figure.path("seeds")).hasSize(2);
        assertThat(suite.path("series").path(1).path("page").asText()).isEqualTo("servers/seed-2/b.html");
        assertThat(suite.path("metrics").findValuesAsText("name")).doesNotContain("NAB standard");
        assertThat(Files.readString(output.resolve("report.html")))
                .doesNotContain("/*DATA*/")
                .contains("\"name\":\"servers\"");
    }

    @Test
    void nameOfASeriesEndsNoScriptAndNoCell() throws Exception {
        String name = "x|y</script><b>";
        SuiteResult result = new SuiteResult("odd", List.of(name));
        Figures figures = new Figures(java.util.Map.of(Metric.AUC_PR, 0.5));
        result.add(Evaluation.DETECTOR, List.of(figures), Figures.NONE);
        EvaluationReport report = new EvaluationReport();
        report.add(result);
        report.write(output);

        assertThat(Files.readString(output.resolve("report.html")))
                .doesNotContain("</script><b>")
                .contains("x|y\\u003c/script>\\u003cb>");
        assertThat(Files.readString(output.resolve("report.md"))).contains("| x\\|y</script><b> | 0.500 |");
    }
}
