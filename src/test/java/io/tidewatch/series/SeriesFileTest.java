package io.tidewatch.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidewatch.event.Event;
import io.tidewatch.event.EventSpec;
import io.tidewatch.event.TimeRange;
import io.tidewatch.event.TimeText;
import io.tidewatch.event.TimeUnitOfField;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SeriesFileTest {
    @TempDir
    Path directory;

    private Path file(String text) throws IOException {
        return Files.writeString(directory.resolve("series.csv"), text);
    }

    private static List<SeriesRow> rows(SeriesFile file) {
        List<SeriesRow> rows = new ArrayList<>();
        file.read(rows::add);
        return rows;
    }

    @Test
    void columnsAreFoundByNameWhateverTheirOrder() throws IOException {
        SeriesFile file = new SeriesFile(
                file("cpu,label,timestamp,host,requests\n1.5,1,1000,a,\n2e3,0,2000,b,-7\n"),
                SeriesColumns.numeric("host"));
        assertThat(file.features()).containsExactly("cpu", "requests");
        assertThat(file.count()).isEqualTo(2);
        List<SeriesRow> rows = rows(file);
        assertThat(rows).extracting(SeriesRow::entity).containsExactly("a", "b");
        assertThat(rows).extracting(SeriesRow::timestampMs).containsExactly(1000L, 2000L);
        assertThat(rows).extracting(SeriesRow::anomalous).containsExactly(true, false);
        assertThat(rows.get(0).values()).as("an empty cell is missing").containsExactly(1.5, Double.NaN);
        assertThat(rows.get(1).values()).containsExactly(2000, -7);
    }

    @Test
    void gzipByteOrderMarkQuotesBlankLinesAndWindowsLineEndsAreRead() throws IOException {
        Path path = directory.resolve("my.series.csv.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(path))) {
            out.write("\uFEFFtimestamp, f \r\n\"2020-01-01 00:00:00\", 1 \r\n\r\n2020-01-01 00:01:00,2\r\n"
                    .getBytes(StandardCharsets.UTF_8));
        }
        SeriesFile file = new SeriesFile(path);
        assertThat(file.name()).isEqualTo("my.series");
        assertThat(file.features()).containsExactly("f");
        assertThat(rows(file)).extracting(row -> row.value(0)).containsExactly(1.0, 2.0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "today",
                "07/01/2014",
                "2014-13-01 00:00:00",
                "2014-07-0100:30:00",
                "2014-07-01T 00:30:00",
                "1404174600.5",
                "99999999999999999999"
            })
    void cellThatIsNoTimestampIsNamedWithItsPlaceAndTheRemedy(String text) throws IOException {
        SeriesFile file = new SeriesFile(file("timestamp,f\n1000,1\n" + text + ",2\n"));
        assertThatThrownBy(() -> rows(file))
                .isInstanceOf(SeriesException.class)
                .hasMessageContaining("series.csv line 3 column timestamp: '" + text + "'")
                .hasMessageContaining("write ISO-8601");
    }

    private List<String> instantsIn(String zone, String... lines) throws IOException {
        SeriesTimes times = new SeriesTimes(new TimeText(TimeUnitOfField.MILLIS, ZoneId.of(zone)), TimeRange.ALL);
        SeriesFile file = new SeriesFile(
                        file("timestamp,f,host\n" + String.join("\n", lines)), SeriesColumns.numeric("host"))
                .with(times);
        return rows(file).stream()
                .map(row -> Instant.ofEpochMilli(row.timestampMs()).toString().substring(11, 16))
                .toList();
    }

    @Test
    void localTimesAreReadInTheZoneAndTheSkippedHourLeavesNoGap() throws IOException {
        assertThat(instantsIn("Europe/Rome", "2024-03-31 01:45,1,a", "2024-03-31 03:00,1,a", "2024-03-31 03:15,1,a"))
                .containsExactly("00:45", "01:00", "01:15");
        assertThat(rows(new SeriesFile(file("timestamp,f\n2024-03-31 01:45,1\n"))))
                .as("without a zone they are UTC")
                .extracting(row -> Instant.ofEpochMilli(row.timestampMs()))
                .containsExactly(Instant.parse("2024-03-31T01:45:00Z"));
    }

    @Test
    void theHourThatTheClocksShowTwiceIsReadInOrderForEachEntity() throws IOException {
        assertThat(instantsIn(
                        "Europe/Rome",
                        "2024-10-27 02:00,1,a",
                        "2024-10-27 02:30,1,a",
                        "2024-10-27 02:00,1,a",
                        "2024-10-27 02:00,1,b",
                        "2024-10-27 02:30,1,a",
                        "2024-10-27 02:30,1,b",
                        "2024-10-27 03:00,1,a"))
                .containsExactly("00:00", "00:30", "01:00", "00:00", "01:30", "00:30", "02:00");
    }

    @Test
    void theHourlyRowThatComesTwiceIsOneOfEachPassage() throws IOException {
        assertThat(instantsIn(
                        "Europe/Rome",
                        "2024-10-27 01:00,1,a",
                        "2024-10-27 02:00,1,a",
                        "2024-10-27 02:00,1,a",
                        "2024-10-27 03:00,1,a"))
                .containsExactly("23:00", "00:00", "01:00", "02:00");
    }

    @Test
    void rowsOfOneTimeStayTogetherInThatHourWhenTheEntityHasHadSuch() throws IOException {
        assertThat(instantsIn(
                        "Europe/Rome",
                        "2024-10-27 01:00,1,a",
                        "2024-10-27 01:00,2,a",
                        "2024-10-27 02:15,1,a",
                        "2024-10-27 02:15,2,a",
                        "2024-10-27 02:00,1,a",
                        "2024-10-27 02:00,2,a"))
                .containsExactly("23:00", "23:00", "00:15", "00:15", "01:00", "01:00");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "NaN", "Infinity", "1e999", "0x1p3", "1d", "1_000", "1 2"})
    void cellThatIsNoPlainNumberIsNamedWithItsPlaceAndTheRemedy(String text) throws IOException {
        SeriesFile file = new SeriesFile(file("timestamp,f,g\n1000,1,1\n2000,2," + text + "\n"));
        assertThatThrownBy(() -> rows(file))
                .isInstanceOf(SeriesException.class)
                .hasMessageContaining("series.csv line 3 column g: '" + text + "' is no number")
                .hasMessageContaining("leave the cell empty");
    }

    @Test
    void lineOfAnotherWidthIsNamed() throws IOException {
        for (String line : List.of("2000", "2000,1,2")) {
            SeriesFile file = new SeriesFile(file("timestamp,f\n1000,1\n" + line + "\n"));
            assertThatThrownBy(() -> rows(file))
                    .isInstanceOf(SeriesException.class)
                    .hasMessageContaining("line 3 has " + line.split(",").length + " cells, the header has 2");
        }
    }

    @Test
    void labelOtherThanZeroOrOneAndEmptyEntityAreRefused() throws IOException {
        SeriesFile labelled = new SeriesFile(file("timestamp,f,label\n1000,1,2\n"));
        assertThatThrownBy(() -> rows(labelled)).hasMessageContaining("column label: '2' is no label; write 0 or 1");
        SeriesFile entities = new SeriesFile(file("timestamp,f,host\n1000,1,\n"), SeriesColumns.numeric("host"));
        assertThatThrownBy(() -> rows(entities)).hasMessageContaining("line 2 column host: '' names no entity");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "time;cpu          | no column is named 'timestamp', only [time, cpu] (a semicolon separates them)",
                "time,f            | no column is named 'timestamp'",
                "timestamp,label   | no feature column",
                "timestamp,f,f     | two columns are named 'f'",
                "timestamp,f,      | column 3 has no name",
            })
    void headerThatIsNoneOfASeriesFileIsRefused(String header, String message) throws IOException {
        Path path = file(header + "\n");
        assertThatThrownBy(() -> new SeriesFile(path))
                .isInstanceOf(SeriesException.class)
                .hasMessageContaining(message);
    }

    @Test
    void fileThatCannotBeReadIsNamed() throws IOException {
        assertThatThrownBy(() -> new SeriesFile(directory.resolve("absent.csv")))
                .hasMessageContaining("is no file");
        Path empty = file("");
        assertThatThrownBy(() -> new SeriesFile(empty)).hasMessageContaining("is empty");
        Path plain = Files.writeString(directory.resolve("plain.csv.gz"), "timestamp,f\n");
        assertThatThrownBy(() -> new SeriesFile(plain))
                .isInstanceOf(SeriesException.class)
                .hasMessageContaining("plain.csv.gz cannot be read: Not in GZIP format; check");
        Path quote = file("timestamp,f\n1000,\"1\n");
        assertThatThrownBy(() -> new SeriesFile(quote))
                .isInstanceOf(SeriesException.class)
                .hasMessageContaining("series.csv cannot be read");
    }

    @Test
    void gzipThatEndsEarlyIsAFaultNotAShorterSeries() throws IOException {
        Path whole = directory.resolve("whole.csv.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(whole))) {
            out.write("timestamp,f\n".getBytes(StandardCharsets.UTF_8));
            for (int i = 0; i < 50_000; i++) {
                out.write((i + "," + Math.sin(i) + "\n").getBytes(StandardCharsets.UTF_8));
            }
        }
        byte[] bytes = Files.readAllBytes(whole);
        Path part = Files.write(directory.resolve("part.csv.gz"), Arrays.copyOf(bytes, bytes.length / 2));
        SeriesFile file = new SeriesFile(part);
        assertThatThrownBy(() -> rows(file))
                .isInstanceOf(SeriesException.class)
                .hasMessageContaining("part.csv.gz cannot be read");
    }

    @Test
    void faultOfTheReadersOwnIsNotBlamedOnTheFile() throws IOException {
        SeriesFile file = new SeriesFile(file("timestamp,f\n1000,1\n"));
        UncheckedIOException full = new UncheckedIOException(new IOException("disk full"));
        assertThatThrownBy(() -> file.read(row -> {
                    throw full;
                }))
                .isSameAs(full);
    }

    @Test
    void readingTheFirstRowsLooksNoFurther() throws IOException {
        SeriesFile file = new SeriesFile(file("timestamp,f\n1000,1\n2000,2\n3000,bad\n"));
        List<SeriesRow> rows = new ArrayList<>();
        file.read(2, rows::add);
        assertThat(rows).extracting(row -> row.value(0)).containsExactly(1.0, 2.0);
    }

    private SeriesFile configured(String text, List<String> features, List<String> categories) throws IOException {
        return new SeriesFile(file(text), new SeriesColumns("", Optional.empty(), features, categories));
    }

    @Test
    void onlyTheColumnsThatAreNamedAreRead() throws IOException {
        SeriesFile file = configured(
                "timestamp,note,load,,note,temp\n1000,door open,2,x,,n/a\n2000,,3,y,,n/a\n",
                List.of("load"),
                List.of());
        assertThat(file.features()).containsExactly("load");
        assertThat(rows(file)).extracting(row -> row.value(0)).containsExactly(2.0, 3.0);
    }

    @Test
    void categoryColumnsAreReadAsText() throws IOException {
        SeriesFile file = configured(
                "timestamp,zone,load,tier\n1000, north ,2,7\n2000,,3,gold\n", List.of("load"), List.of("tier", "zone"));
        assertThat(rows(file))
                .extracting(SeriesRow::categories)
                .containsExactly(new String[] {"7", "north"}, new String[] {"gold", null});
        SeriesEvents events = new SeriesEvents(file, List.of("load"), "pump");
        assertThat(events.event(rows(file).get(0)))
                .isEqualTo(new Event("pump", 1000, new double[] {2}, new String[] {"7", "north"}));
    }

    @Test
    void categoryColumnThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> configured("timestamp,load\n", List.of("load"), List.of("zone")))
                .isInstanceOf(SeriesException.class)
                .hasMessageContaining("no column is named 'zone', only [timestamp, load]");
    }

    @Test
    void columnOfTheConfiguredEntityFieldNamesTheEntityUnlessOneIsGiven() throws IOException {
        EventSpec event = new EventSpec(
                Optional.of("pump"), Optional.empty(), TimeUnitOfField.MILLIS, List.of("load"), List.of(), 0, 0);
        Path path = file("timestamp,pump,load\n1000,p1,2\n");
        assertThat(rows(new SeriesFile(path, SeriesColumns.of(event, "", ""))))
                .extracting(SeriesRow::entity)
                .containsExactly("p1");
        assertThat(rows(new SeriesFile(path, SeriesColumns.of(event, "", "all"))))
                .extracting(SeriesRow::entity)
                .containsExactly("");
    }

    @Test
    void columnWithTextInItsFirstRowsIsNoFeature() throws IOException {
        SeriesFile file =
                new SeriesFile(file("timestamp,id,load,state,empty\n1000,7f,2,idle,\n2000,77,3,busy,\n3000,x,1,,\n"));
        assertThat(file.features()).as("77 is a number").containsExactly("id", "load", "empty");
        assertThat(file.leftOut()).containsExactly("state");
        assertThatThrownBy(() -> rows(file)).hasMessageContaining("line 2 column id: '7f' is no number");
    }

    @Test
    void textAfterTheFirstRowsIsAFaultOfItsCell() throws IOException {
        SeriesFile file = new SeriesFile(file("timestamp,load\n" + "1000,\n".repeat(300) + "1000,idle\n"));
        assertThatThrownBy(() -> rows(file)).hasMessageContaining("line 302 column load: 'idle' is no number");
    }

    @Test
    void fileOfTextOnlyHasNoFeature() throws IOException {
        Path path = file("timestamp,state\n1000,idle\n");
        assertThatThrownBy(() -> new SeriesFile(path))
                .isInstanceOf(SeriesException.class)
                .hasMessageContaining("no feature column")
                .hasMessageContaining("text in [state]");
    }

    @ParameterizedTest
    @ValueSource(strings = {";", "\t", ","})
    void cellsAreSeparatedAsTheHeaderIs(String mark) throws IOException {
        String header = String.join(mark, "\"timestamp\"", "\"a,b;c\td,;\t.\"", "load");
        String row = String.join(mark, "\"2024-05-01T00:00:00Z\"", "1.5", "\"2\"");
        SeriesFile file = new SeriesFile(file("\uFEFF" + header + "\r\n" + row + "\r\n"));
        assertThat(file.features()).containsExactly("a,b;c\td,;\t.", "load");
        assertThat(rows(file).get(0).values()).containsExactly(1.5, 2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "4,711           | without thousands signs",
                "4,711,000.25    | without thousands signs",
                "-4.711.000,25   | without thousands signs",
                "4'711           | without thousands signs",
                "4 711           | without thousands signs",
                "12,34,567       | without thousands signs",
                "3,5             | a point before its decimals (a semicolon separates the cells)",
                "47 %            | without its unit",
                "12.5ms          | without its unit",
                "$3              | without its unit",
                "10.0.0.1        | write a plain one",
            })
    void numberForPeopleIsNamedWithItsPlaceAndTheRemedy(String cell, String remedy) throws IOException {
        SeriesFile file = configured("timestamp;load\n1000;" + cell + "\n", List.of("load"), List.of());
        assertThatThrownBy(() -> rows(file))
                .isInstanceOf(SeriesException.class)
                .hasMessageContaining("series.csv line 2 column load: '" + cell + "' is no number; write")
                .hasMessageContaining(remedy);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"4,711\"", "47 %"})
    void numberForPeopleIsNotTakenForText(String cell) throws IOException {
        SeriesFile file = new SeriesFile(file("timestamp,load\n1000," + cell + "\n"));
        assertThatThrownBy(() -> rows(file)).hasMessageContaining("line 2 column load");
    }

    @Test
    void exportWithoutATimestampColumnIsToldItsSeparatorAndThousandsSigns() throws IOException {
        Path path = file("\"Name\";\"When\";\"Bytes\"\n\"a\";\"2024-05-01T00:00:00Z\";7,204,118.5\n");
        assertThatThrownBy(() -> new SeriesFile(path))
                .isInstanceOf(SeriesException.class)
                .hasMessageContaining("only [Name, When, Bytes] (a semicolon separates them)")
                .hasMessageContaining(
                        "line 2 column Bytes: '7,204,118.5' is no number; write it without thousands signs");
    }
}
