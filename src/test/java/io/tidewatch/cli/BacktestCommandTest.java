package io.tidewatch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewatch.model.artifact.ModelDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code backtest} says beside its results: what was left out, what could not be used, and what to do. */
class BacktestCommandTest {
    private static final Instant START = Instant.parse("2026-01-05T00:00:00Z");

    @TempDir
    Path directory;

    /** Fewer rows than a first model is learned from: nothing is trained. */
    private static List<String> rows(int count) {
        Random random = new Random(6);
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            rows.add(START.plusSeconds(60L * i) + "," + (40 + random.nextGaussian()));
        }
        return rows;
    }

    private Path file(String header, List<String> rows) throws IOException {
        List<String> lines = new ArrayList<>(List.of(header));
        lines.addAll(rows);
        return Files.write(directory.resolve("s.csv"), lines);
    }

    private Path output() {
        return directory.resolve("out");
    }

    private CommandRun run(Path file, String... more) {
        List<String> arguments = new ArrayList<>(List.of("backtest", "--output", output().toString(), file.toString()));
        arguments.addAll(List.of(more));
        return CommandRun.of(arguments.toArray(String[]::new));
    }

    @Test
    void columnsOfAnyNameAreFeaturesAlsoWhenAKeyIsSet() throws IOException {
        List<String> rows = rows(100).stream().map(row -> row + ",1,2,3,4").toList();
        Path file = file("timestamp,disk %,a.b,it's,3,${env:NONE}", rows);
        CommandRun plain = run(file);
        String scores = Files.readString(output().resolve("s.scores.csv"));

        CommandRun set = run(file, "--set", "alerts.budget=0.1");

        assertThat(plain.exitCode()).isZero();
        assertThat(set.exitCode()).as(set.err()).isZero();
        assertThat(output().resolve("s.scores.csv")).hasContent(scores);
    }

    @Test
    void featuresThatAreSetAreTheOnlyOnes() throws IOException {
        List<String> rows = rows(100).stream().map(row -> row + ",none").toList();

        CommandRun run = run(file("timestamp,cpu,disk", rows), "--set", "input.features = [cpu, mem]");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("has no column 'mem' for the feature");
    }

    @Test
    void rowsInOrderAreNotRemarkedOn() throws IOException {
        CommandRun run = run(file("timestamp,cpu", rows(100)));

        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).isEmpty();
    }

    @Test
    void lateRowsAreCountedAndTheirFirstLineNamed() throws IOException {
        List<String> rows = rows(100);
        Collections.swap(rows, 90, 91);
        Path file = file("timestamp,cpu", rows);

        CommandRun run = run(file);

        assertThat(run.exitCode()).isZero();
        assertThat(run.err().lines())
                .containsExactly(file + ": 1 of 100 rows came after their step had closed, first at line 93;"
                        + " they were left out: sort the file by time");
        assertThat(run(file, "--json").out()).contains("\"late\":1");
    }

    @Test
    void aFileThatBeginsWithTheNewestIsAlmostAllLate() throws IOException {
        List<String> rows = rows(100);
        Collections.reverse(rows);

        CommandRun run = run(file("timestamp,cpu", rows));

        assertThat(run.err()).contains("99 of 100 rows").contains("line 3;").contains("none of 100 rows was scored");
    }

    @Test
    void aFileOfWhichNothingIsScoredSaysWhatIsNeeded() throws IOException {
        assertThat(run(file("timestamp,cpu", List.of())).err()).contains("has a header but no rows");
        assertThat(run(file("timestamp,cpu", rows(10))).err())
                .contains("none of 10 rows was scored")
                .contains("give more rows");
    }

    @Test
    void aTimeThatCannotBeMeantIsRefusedWithItsPlaceAndTheRemedy() throws IOException {
        List<String> rows = rows(100);
        rows.set(50, "9999-01-01T00:00:00Z,1");
        Path file = file("timestamp,cpu", rows);

        CommandRun late = run(file);
        CommandRun meant = run(file, "--set", "input.time-ahead=3000000d");

        assertThat(late.exitCode()).isEqualTo(2);
        assertThat(late.err())
                .contains(file + " line 52 column timestamp: '9999-01-01T00:00:00Z' is after ")
                .contains("input.time-ahead");
        assertThat(meant.exitCode()).as(meant.err()).isZero();
    }

    @Test
    void seriesMayBeOldOrCountTheirRowsFromAnywhere() throws IOException {
        List<String> old = new ArrayList<>();
        List<String> counted = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            old.add(Instant.parse("1955-12-31T00:00:00Z").plusSeconds(60L * i) + "," + i % 7);
            counted.add(60_000 * i + "," + i % 7);
        }
        assertThat(run(file("timestamp,cpu", old)).exitCode()).isZero();
        assertThat(run(file("timestamp,cpu", counted)).exitCode()).isZero();
    }

    @Test
    void secondsAreReadAsSuchWhenConfiguredAndNamedWhenNot() throws IOException {
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            rows.add((START.getEpochSecond() + 60L * i) + "," + i % 7);
        }
        Path file = file("timestamp,cpu", rows);

        CommandRun unknown = run(file);

        assertThat(unknown.exitCode()).isEqualTo(2);
        assertThat(unknown.err())
                .contains("in milliseconds is 1970-01-21T")
                .contains("it looks like seconds: set input.time-unit: s (--set input.time-unit=s)");
        CommandRun seconds = run(file, "--set", "input.time-unit=s");
        assertThat(seconds.err()).isEmpty();
        assertThat(Files.readString(output().resolve("report.html"))).contains("[1.7675712E9,");
    }

    @Test
    void secondsWithDecimalsAreReadToTheMillisecond() throws IOException {
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            rows.add((START.getEpochSecond() + 60L * i) + ".2509," + i % 7);
        }
        Path file = file("timestamp,cpu", rows);

        CommandRun unknown = run(file);

        assertThat(unknown.exitCode()).isEqualTo(2);
        assertThat(unknown.err()).contains("of seconds, also with decimals, with --set input.time-unit=s");
        CommandRun seconds = run(file, "--set", "input.time-unit=s");
        assertThat(seconds.err()).isEmpty();
        assertThat(Files.readString(output().resolve("report.html"))).contains("[1.76757120025E9,");
    }

    @Test
    void localTimesAreReadInTheConfiguredZoneThroughTheChangeOfTheClocks() throws IOException {
        ZoneId zone = ZoneId.of("Europe/Madrid");
        Instant fault = Instant.parse("2025-10-26T01:30:00Z");
        Random random = new Random(4);
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < 96 * 12; i++) {
            Instant at = Instant.parse("2025-10-17T22:00:00Z").plusSeconds(900L * i);
            LocalDateTime local = LocalDateTime.ofInstant(at, zone);
            double usual = 30 + 8 * Math.sin(local.toLocalTime().toSecondOfDay() * 2 * Math.PI / 86_400);
            double value = at.equals(fault) ? 900 : usual + random.nextGaussian();
            rows.add(local.toString().replace('T', ' ') + "," + value);
        }
        Path file = file("timestamp,load", rows);

        CommandRun run = run(
                file,
                "--train-rows=600",
                "--set=input.zone=Europe/Madrid",
                "--set=window.step=15m",
                "--set=model.epochs=5");

        assertThat(run.err()).isEmpty();
        assertThat(Files.readString(output().resolve("report.html")))
                .contains("[" + (double) Instant.parse("2025-10-17T22:00:00Z").getEpochSecond() + ",");
        assertThat(Files.readAllLines(output().resolve("s.alerts.jsonl")))
                .filteredOn(Pattern.compile("\"startedAt\":\"2025-10-2[5-9]").asPredicate())
                .as("from the day before the change on nothing but the fault is told of, at its time")
                .isNotEmpty()
                .allMatch(alert -> alert.contains("\"startedAt\":\"" + fault) && alert.contains("Oct 26 02:30:00"));
    }

    @Test
    void daysAreReadFromDatesAlone() throws IOException {
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            rows.add(LocalDate.of(2024, 1, 20).plusDays(i) + "," + i % 7);
        }

        CommandRun run = run(file("timestamp,sales", rows));

        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(Files.readString(output().resolve("report.html"))).contains("[1.7057088E9,");
    }

    @Test
    void helpSaysWhatATimestampMayBe() {
        assertThat(CommandRun.of("backtest", "--help").out())
                .contains("ISO-8601")
                .contains("input.time-unit=s");
    }

    @Test
    void aRunThatFailsLeavesTheResultsOfTheOneBefore() throws IOException {
        run(file("timestamp,cpu", rows(100)));
        Path scores = output().resolve("s.scores.csv");
        String before = Files.readString(scores);
        List<String> rows = rows(100);
        rows.set(99, "2026-01-05T23:00:00Z,x");

        CommandRun failed = run(file("timestamp,cpu", rows));

        assertThat(failed.exitCode()).isEqualTo(2);
        assertThat(scores).hasContent(before);
        try (Stream<Path> left = Files.list(output())) {
            assertThat(left.map(path -> path.getFileName().toString()))
                    .containsExactlyInAnyOrder("s.scores.csv", "s.alerts.jsonl", "report.html");
        }
    }

    @Test
    void anOutputThatCannotBeMadeIsNamedWithTheOption() throws IOException {
        Path file = file("timestamp,cpu", rows(10));

        CommandRun impossible = CommandRun.of("backtest", "--output", "/proc/q", file.toString());
        CommandRun taken = CommandRun.of("backtest", "--output", file.toString(), file.toString());

        assertThat(impossible.exitCode()).isEqualTo(2);
        assertThat(impossible.err())
                .startsWith("tidewatch backtest: cannot create directory /proc/q: ")
                .contains("; give another --output");
        assertThat(taken.err()).contains("cannot create directory " + file + ": a file is there; give another");
    }

    @Test
    void scoresNameTheEntityWhenAColumnDoes() throws IOException {
        List<String> rows = new ArrayList<>();
        List<String> plain = rows(60);
        for (int i = 0; i < plain.size(); i++) {
            rows.add(plain.get(i) + "," + (i % 2 == 0 ? "a" : "b"));
        }
        Path file = file("timestamp,cpu,host", rows);

        assertThat(run(file, "--entity-column", "host").exitCode()).isZero();

        List<String> lines = Files.readAllLines(output().resolve("s.scores.csv"));
        assertThat(lines.get(0)).isEqualTo("timestamp,score,point,contextual,collective,alert,raised,kind,entity");
        assertThat(lines.get(1)).startsWith("2026-01-05T00:00:00Z,").endsWith(",a");
        assertThat(lines.get(2)).endsWith(",b");
        run(file("timestamp,cpu", plain));
        assertThat(Files.readAllLines(output().resolve("s.scores.csv")).get(0)).endsWith(",kind");
    }

    @Test
    void namesWhereItWroteAndCountsOneAsOne() throws IOException {
        Path file = file("timestamp,cpu", rows(1));

        CommandRun run = run(file);

        assertThat(run.out().lines())
                .containsExactly("s: 1 row, 0 alerts raised, 0 messages", "written to " + output());
        assertThat(run(file, "--json").out().lines()).hasSize(1);
    }

    private Path withText() throws IOException {
        return file(
                "timestamp,cpu,rack,comment",
                rows(100).stream()
                        .map(row -> row + ",r" + row.length() % 2 + ",fine")
                        .toList());
    }

    @Test
    void textColumnsAreLeftOutWithOneWarningThatNamesThem() throws IOException {
        Path file = withText();

        CommandRun run = run(file);

        assertThat(run.exitCode()).isZero();
        assertThat(run.err().lines())
                .containsExactly(file + ": columns 'rack', 'comment' hold text and no number, left out;"
                        + " input.features names the columns that count (--set KEY=VALUE)");
        assertThat(run(file, "--set=input.categories=rack").err().lines())
                .containsExactly(file + ": column 'comment' holds text and no number, left out;"
                        + " input.features names the columns that count (--set KEY=VALUE)");
    }

    @Test
    void columnsThatNobodyConfiguredAreSkippedSilently() throws IOException {
        CommandRun run = run(withText(), "--set=input.features=cpu");

        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).isEmpty();
    }

    @Test
    void columnOfTheConfiguredEntityFieldTellsWhoseARowIs() throws IOException {
        CommandRun run = run(withText(), "--set=input.features=cpu", "--set=input.entity=rack");

        assertThat(run.err()).isEmpty();
        assertThat(Files.readAllLines(output().resolve("s.scores.csv")).get(1)).matches(".*,r[01]");
    }

    @Test
    void trainLearnsTheCategoriesOfAFileAsThoseOfRecords() throws IOException {
        Path file = withText();

        CommandRun run = CommandRun.of(
                "train",
                file.toString(),
                "--bootstrap=none:0",
                "--registry=http://none",
                "--set=detector=racks",
                "--set=input.topics=t",
                "--set=input.features=cpu",
                "--set=input.categories=rack",
                "--set=window.step=1m",
                "--set=model.epochs=1",
                "--output=" + directory.resolve("models/racks/model-1.zip"));

        assertThat(run.err()).isEmpty();
        assertThat(new ModelDirectory(directory.resolve("models/racks"))
                        .newest(refused -> {})
                        .orElseThrow()
                        .vocabularies())
                .containsExactly(List.of("r0", "r1"));
    }
}
