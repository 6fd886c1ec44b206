package io.tidewatch.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tidewatch.Alert;
import io.tidewatch.detector.DetectorSpec;
import io.tidewatch.detector.StepResult;
import io.tidewatch.inference.CompiledScorer;
import io.tidewatch.learning.ModelTraining;
import io.tidewatch.model.Activation;
import io.tidewatch.model.DenseLayer;
import io.tidewatch.model.InputLayout;
import io.tidewatch.model.ModelSpec;
import io.tidewatch.model.Network;
import io.tidewatch.model.NetworkTrainer;
import io.tidewatch.model.TrainedNetwork;
import io.tidewatch.series.SeriesColumns;
import io.tidewatch.series.SeriesEvents;
import io.tidewatch.series.SeriesException;
import io.tidewatch.series.SeriesFile;
import io.tidewatch.series.SeriesRow;
import io.tidewatch.window.Aggregate;
import io.tidewatch.window.FeatureSpec;
import io.tidewatch.window.LeftOut;
import io.tidewatch.window.StepSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BacktestTest {
    private static final long MINUTE_MS = 60_000;
    private static final Instant START = Instant.parse("2026-01-05T00:00:00Z");
    private static final int ROWS = 900;
    private static final int SPIKE = 700;
    private static final StepSpec MINUTE = new StepSpec(MINUTE_MS, 0, 2 * MINUTE_MS);

    /** Learns nothing: its network answers 0, the normalised median, to everything. */
    private static final NetworkTrainer MEDIAN = (spec, windows, start, progress) -> {
        InputLayout layout = windows.layout();
        float[][] weights = new float[layout.width()][layout.cells()];
        DenseLayer layer = new DenseLayer(weights, new float[layout.cells()], Activation.IDENTITY);
        return new TrainedNetwork(new Network(layout, List.of(layer)), new byte[0], 0);
    };

    @TempDir
    Path directory;

    /** Of the last run. */
    private @Nullable BacktestTally tally;

    private Path series(String name, int rows, boolean labelled) throws IOException {
        Random random = new Random(4);
        List<String> lines = new ArrayList<>(List.of(labelled ? "timestamp,cpu,label" : "timestamp,cpu"));
        for (int i = 0; i < rows; i++) {
            double cpu = (i == SPIKE ? 90 : 40) + 2 * random.nextGaussian();
            String stamp = START.plusMillis(i * MINUTE_MS).toString();
            lines.add(stamp + "," + cpu + (labelled ? "," + (i == SPIKE ? 1 : 0) : ""));
        }
        return Files.write(directory.resolve(name + ".csv"), lines);
    }

    /** Two hosts that report every minute; b stops after 500 of them. */
    private Path hosts() throws IOException {
        Random random = new Random(5);
        List<String> lines = new ArrayList<>(List.of("timestamp,host,cpu"));
        for (int i = 0; i < 560; i++) {
            for (String host : i < 500 ? List.of("a", "b") : List.of("a")) {
                lines.add(START.plusMillis(i * MINUTE_MS) + "," + host + "," + (40 + random.nextGaussian()));
            }
        }
        return Files.write(directory.resolve("hosts.csv"), lines);
    }

    private static DetectorSpec spec(StepSpec step) {
        return new DetectorSpec(
                "test",
                List.of(new FeatureSpec("cpu", Aggregate.MEAN)),
                List.of(),
                step,
                32,
                ZoneOffset.UTC,
                0.01,
                ModelSpec.DEFAULT);
    }

    private List<String> run(Path path, String entityColumn, StepSpec step, BacktestLearning learning, Path output)
            throws IOException {
        SeriesFile file = new SeriesFile(path, SeriesColumns.numeric(entityColumn));
        DetectorSpec spec = spec(step);
        Backtest backtest = new Backtest(
                spec,
                new ModelTraining(spec, MEDIAN, CompiledScorer::compile),
                trained -> CompiledScorer.compile(trained.network()));
        try (BacktestFiles files = new BacktestFiles(output, file.name())) {
            tally = new BacktestTally();
            backtest.run(
                    new SeriesEvents(file, List.of("cpu"), file.name()), learning, List.of(files, tally), done -> {});
            files.finish();
        }
        return Files.readAllLines(output.resolve(file.name() + ".scores.csv"));
    }

    private List<String> run(Path path, StepSpec step, BacktestLearning learning) throws IOException {
        return run(path, "", step, learning, directory.resolve("out"));
    }

    private List<JsonNode> alerts(String name) throws IOException {
        List<JsonNode> alerts = new ArrayList<>();
        for (String line : Files.readAllLines(directory.resolve("out").resolve(name + ".alerts.jsonl"))) {
            alerts.add(JsonMapper.builder().build().readTree(line));
        }
        return alerts;
    }

    @Test
    void everyRowHasItsLineAndTheSpikeStandsOut() throws IOException {
        List<String> lines = run(series("s", ROWS, true), StepSpec.EVENT, BacktestLearning.COLD_START);
        assertThat(lines).hasSize(1 + ROWS);
        assertThat(lines.get(0)).isEqualTo("timestamp,score,point,contextual,collective,alert,raised,kind");
        assertThat(lines.get(1)).isEqualTo("2026-01-05T00:00:00Z,0.000000000,0.0000,0.0000,0.0000,0,0,");
        String[] spike = lines.get(1 + SPIKE).split(",");
        assertThat(Double.parseDouble(spike[1])).isBetween(0.5, 1.0);
        assertThat(List.of(spike).subList(5, 8)).containsExactly("1", "1", "point");
        assertThat(lines.subList(1, SPIKE)).allMatch(line -> line.split(",")[6].equals("0"));
        assertThat(alerts("s").get(0).get("status").asText()).isEqualTo("OPEN");
        assertThat(alerts("s").get(0).get("entity").asText()).isEqualTo("s");
    }

    @Test
    void rowDependsOnItselfAndEarlierRowsOnly() throws IOException {
        for (BacktestLearning learning : List.of(BacktestLearning.COLD_START, new BacktestLearning(300, Double.NaN))) {
            for (StepSpec step : List.of(StepSpec.EVENT, MINUTE)) {
                List<String> whole = run(series("s", ROWS, false), step, learning);
                List<String> part = run(series("s", SPIKE + 2, false), step, learning);
                assertThat(part).isEqualTo(whole.subList(0, 1 + SPIKE + 2));
            }
        }
    }

    @Test
    void sameInputGivesTheSameBytesAndLabelsDoNotMatter() throws IOException {
        Path labelled = series("s", ROWS, true);
        run(labelled, "", MINUTE, BacktestLearning.COLD_START, directory.resolve("one"));
        run(labelled, "", MINUTE, BacktestLearning.COLD_START, directory.resolve("two"));
        run(series("s", ROWS, false), "", MINUTE, BacktestLearning.COLD_START, directory.resolve("three"));
        for (String file : List.of("s.scores.csv", "s.alerts.jsonl")) {
            assertThat(directory.resolve("one").resolve(file))
                    .isNotEmptyFile()
                    .hasSameBinaryContentAs(directory.resolve("two").resolve(file))
                    .hasSameBinaryContentAs(directory.resolve("three").resolve(file));
        }
    }

    @Test
    void rowsLearnedFromAreNotScoredAndTheNextAre() throws IOException {
        List<String> lines = run(series("s", ROWS, false), StepSpec.EVENT, new BacktestLearning(-1, 1 / 3.0));
        assertThat(lines.subList(1, 301)).allMatch(line -> line.contains(",0.000000000,"));
        assertThat(lines.subList(301, 1 + ROWS)).noneMatch(line -> line.contains(",0.000000000,"));
    }

    @Test
    void rowShowsTheLatestClosedStep() throws IOException {
        List<String> lines = run(series("s", ROWS, false), MINUTE, BacktestLearning.COLD_START);
        assertThat(lines.get(1 + SPIKE).split(",")[6])
                .as("its step is still open")
                .isEqualTo("0");
        assertThat(lines.get(1 + SPIKE + 1).split(",")[6]).isEqualTo("1");
        assertThat(alerts("s").get(0).get("startedAt").asText())
                .isEqualTo(START.plusMillis(SPIKE * MINUTE_MS).toString());
    }

    @Test
    void entityThatFallsSilentWhileAnotherGoesOnIsAlerted() throws IOException {
        run(hosts(), "host", MINUTE, BacktestLearning.COLD_START, directory.resolve("out"));
        assertThat(alerts("hosts")).isNotEmpty().allSatisfy(alert -> {
            assertThat(alert.get("entity").asText()).isEqualTo("b");
            assertThat(alert.get("kind").asText()).isEqualTo("COLLECTIVE");
            assertThat(Instant.parse(alert.get("startedAt").asText()))
                    .isBetween(START.plusMillis(499 * MINUTE_MS), START.plusMillis(510 * MINUTE_MS));
        });
    }

    @Test
    void alertOfAnEntityThatHasNoRowAnyMoreIsCounted() throws IOException {
        run(hosts(), "host", MINUTE, BacktestLearning.COLD_START, directory.resolve("out"));
        long opened = alerts("hosts").stream()
                .filter(alert -> alert.get("status").asText().equals("OPEN"))
                .count();
        assertThat(opened).isPositive();
        assertThat(tally).extracting(BacktestTally::raised).isEqualTo((int) opened);
    }

    @Test
    void raisedIsOfTheRowsOwnEntity() throws IOException {
        List<String> lines = run(hosts(), "host", MINUTE, BacktestLearning.COLD_START, directory.resolve("out"));
        assertThat(lines.subList(1, lines.size()))
                .as("host b is alerted while only a sends")
                .allMatch(line -> line.split(",")[6].equals("0"));
    }

    @Test
    void columnThatIsNotThereIsNamed() throws IOException {
        SeriesFile file = new SeriesFile(series("s", 2, false));
        assertThatThrownBy(() -> new SeriesEvents(file, List.of("memory"), "s"))
                .isInstanceOf(SeriesException.class)
                .hasMessageContaining("no column 'memory'");
    }

    @Test
    void learningFromAnImpossiblePartIsRefused() {
        assertThatThrownBy(() -> new BacktestLearning(-5, Double.NaN)).hasMessageContaining("-5");
        assertThatThrownBy(() -> new BacktestLearning(-1, 1.5)).hasMessageContaining("1.5");
        assertThatThrownBy(() -> new BacktestLearning(10, 0.5)).hasMessageContaining("one of the two");
        assertThat(new BacktestLearning(10, Double.NaN).rowsOf(7)).isEqualTo(7);
        assertThat(new BacktestLearning(-1, 0.15).rowsOf(10_320)).isEqualTo(1548);
        assertThat(BacktestLearning.COLD_START.ahead()).isFalse();
    }

    @Test
    void reportHoldsEverySeriesItsLabelsAndItsIncidentsAndNoAddress() throws IOException {
        Path path = series("s", ROWS, true);
        SeriesFile file = new SeriesFile(path);
        DetectorSpec spec = spec(StepSpec.EVENT);
        BacktestReport report = new BacktestReport();
        SeriesEvents events = new SeriesEvents(file, List.of("cpu"), "host");
        try (BacktestFiles files = new BacktestFiles(directory.resolve("out"), "s")) {
            new Backtest(
                            spec,
                            new ModelTraining(spec, MEDIAN, CompiledScorer::compile),
                            trained -> CompiledScorer.compile(trained.network()))
                    .run(
                            events,
                            BacktestLearning.COLD_START,
                            List.of(files, report.series("</script><b>", events)),
                            done -> {});
        }
        Path page = directory.resolve("report.html");
        report.write(page);
        String html = Files.readString(page);
        assertThat(html).doesNotContain("</script><b>").doesNotContain("src=").doesNotContain("href=");
        String data = html.substring(html.indexOf("const data = ") + "const data = ".length());
        JsonNode section = JsonMapper.builder()
                .build()
                .readTree(data.substring(0, data.indexOf(";\n")))
                .get(0);
        assertThat(section.get("title").asText()).isEqualTo("</script><b>");
        assertThat(section.get("times")).hasSize(ROWS);
        assertThat(section.get("features").get(0).get("values").get(SPIKE).asDouble())
                .isGreaterThan(80);
        double spikeAt = START.plusMillis(SPIKE * MINUTE_MS).toEpochMilli() / 1000.0;
        assertThat(section.get("labels").get(0).get("from").asDouble()).isEqualTo(spikeAt);
        assertThat(section.get("incidents").get(0).get("from").asDouble()).isEqualTo(spikeAt);
        assertThat(section.get("incidents").get(0).get("message").asText()).contains("cpu of host was");
    }

    /** Six hosts that report every minute; one row of the last has a time eight hours ahead. */
    private Path oneFastRow() throws IOException {
        Random random = new Random(6);
        List<String> lines = new ArrayList<>(List.of("timestamp,host,cpu"));
        for (int i = 0; i < 700; i++) {
            for (int host = 0; host < 6; host++) {
                long ahead = i == 400 && host == 5 ? 8 * 60 * MINUTE_MS : 0;
                lines.add(START.plusMillis(i * MINUTE_MS + host * 7_000L + ahead) + ",host" + host + ","
                        + (40 + random.nextGaussian()));
            }
        }
        return Files.write(directory.resolve("fast.csv"), lines);
    }

    @Test
    void oneRowFarAheadIsSetAsideAndMovesNoHost() throws IOException {
        SeriesFile file = new SeriesFile(oneFastRow(), SeriesColumns.numeric("host"));
        List<Long> leftOut = new ArrayList<>();
        List<String> alerts = new ArrayList<>();
        int[] steps = new int[1];
        new Backtest(
                        spec(MINUTE),
                        new ModelTraining(spec(MINUTE), MEDIAN, CompiledScorer::compile),
                        trained -> CompiledScorer.compile(trained.network()))
                .run(
                        new SeriesEvents(file, List.of("cpu"), "fast"),
                        BacktestLearning.COLD_START,
                        List.of(new Backtest.Listener() {
                            @Override
                            public void row(SeriesRow row, @Nullable StepResult latest, boolean raised) {
                                steps[0]++;
                            }

                            @Override
                            public void leftOut(SeriesRow row, LeftOut cause) {
                                leftOut.add(row.line());
                                assertThat(cause).isEqualTo(LeftOut.EARLY);
                            }

                            @Override
                            public void alert(Alert alert) {
                                alerts.add(alert.getMessage());
                            }
                        }),
                        done -> {});
        assertThat(steps[0]).isEqualTo(4_200);
        assertThat(leftOut).containsExactly(2L + 400 * 6 + 5);
        assertThat(alerts).noneMatch(message -> message.contains("no value"));
    }
}
