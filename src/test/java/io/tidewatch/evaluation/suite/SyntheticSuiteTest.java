package io.tidewatch.evaluation.suite;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewatch.series.SeriesFile;
import io.tidewatch.series.SeriesRow;
import io.tidewatch.simulation.AnomalyType;
import io.tidewatch.simulation.Fleet;
import io.tidewatch.simulation.FleetSpec;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files of a small simulated suite: two servers, a normal day, twenty days with anomalies. */
class SyntheticSuiteTest {
    private static final int TRAIN = 144;
    private static final int ROWS = 21 * 144;

    @TempDir
    Path directory;

    private static FleetSpec spec(long seed) {
        return new FleetSpec(
                2,
                Duration.ofMinutes(10),
                Instant.parse("2026-03-02T00:00:00Z"),
                Duration.ofDays(1),
                Duration.ofDays(20),
                seed,
                new FleetSpec.Anomalies(List.of(AnomalyType.values()), 1, 100),
                new FleetSpec.Behaviour(0.6, 0.005, 0.25, 0, 20));
    }

    private Suite written(String name, long seed) throws IOException {
        Path folder = directory.resolve(name);
        SyntheticSuite.of(spec(seed)).write(folder);
        return SuiteFolder.find(directory, name).read(name, Double.NaN);
    }

    private static List<SeriesRow> rows(SuiteSeries series) {
        List<SeriesRow> rows = new ArrayList<>();
        series.file().read(rows::add);
        return rows;
    }

    @Test
    void seriesHaveARowForEachStepAndTheDayToLearnFrom() throws IOException {
        Suite suite = written("s", 1);

        assertThat(suite.series()).extracting(SuiteSeries::name).containsExactly("web-01", "web-02");
        assertThat(suite.series()).extracting(SuiteSeries::trainRows).containsOnly(TRAIN);
        SeriesFile file = suite.series().get(0).file();
        assertThat(file.features()).containsExactly("requests", "cpu", "latency_ms", "errors", "events");
        assertThat(file.count()).isEqualTo(ROWS);
        List<SeriesRow> rows = rows(suite.series().get(0));
        assertThat(rows.get(1).timestampMs() - rows.get(0).timestampMs()).isEqualTo(600_000);
        long missing =
                rows.stream().filter(row -> Double.isNaN(row.values()[1])).count();
        assertThat(missing).as("half a percent, and the silence").isBetween(3L, 150L);
    }

    @Test
    void labelsAreTheRowsOfTheListedAnomalies() throws IOException {
        Suite suite = written("s", 1);
        List<Injection> injections = InjectionList.read(directory.resolve("s/anomalies.csv"));

        assertThat(injections).extracting(Injection::type).contains(AnomalyType.values());
        for (SuiteSeries series : suite.series()) {
            boolean[] listed = new boolean[ROWS];
            injections.stream()
                    .filter(each -> each.series().equals(series.name()))
                    .forEach(each -> {
                        assertThat(each.rows().first()).isGreaterThanOrEqualTo(TRAIN);
                        Arrays.fill(listed, each.rows().first(), each.rows().last() + 1, true);
                    });
            List<SeriesRow> rows = rows(series);
            for (int row = 0; row < ROWS; row++) {
                assertThat(rows.get(row).anomalous())
                        .as("%s row %s", series.name(), row)
                        .isEqualTo(listed[row]);
            }
        }
    }

    @Test
    void silenceAndBurstsAreInTheCountOfEvents() throws IOException {
        Suite suite = written("s", 1);
        for (Injection injection : InjectionList.read(directory.resolve("s/anomalies.csv"))) {
            SuiteSeries series = suite.series().stream()
                    .filter(each -> each.name().equals(injection.series()))
                    .findFirst()
                    .orElseThrow();
            List<SeriesRow> during = rows(series)
                    .subList(injection.rows().first(), injection.rows().last() + 1);
            if (injection.type() == AnomalyType.SILENCE) {
                assertThat(injection.features())
                        .hasSize(Fleet.FEATURES.size() + 1)
                        .contains("events");
                assertThat(during).allSatisfy(row -> {
                    assertThat(row.values()[4]).isZero();
                    assertThat(Arrays.copyOf(row.values(), 4)).containsOnly(Double.NaN);
                });
            } else if (injection.type() == AnomalyType.EVENT_BURST) {
                assertThat(injection.features()).containsExactly("events");
                assertThat(during.stream()
                                .mapToDouble(row -> row.values()[4])
                                .average()
                                .orElseThrow())
                        .as("twenty is usual")
                        .isGreaterThan(40);
            } else {
                assertThat(Fleet.FEATURES).containsAll(injection.features());
            }
        }
    }

    @Test
    void sameSeedGivesTheSameBytesAndAnotherSeedOtherOnes() throws IOException {
        written("one", 1);
        written("again", 1);
        written("other", 2);

        for (String name : List.of("web-01.csv.gz", "web-02.csv.gz", "anomalies.csv", "manifest.csv")) {
            assertThat(directory.resolve("again").resolve(name))
                    .hasSameBinaryContentAs(directory.resolve("one").resolve(name));
        }
        assertThat(Files.readAllBytes(directory.resolve("other/web-01.csv.gz")))
                .isNotEqualTo(Files.readAllBytes(directory.resolve("one/web-01.csv.gz")));
    }

    /** Figures of the suite are compared over years: only who says so may change its servers. */
    @Test
    void serversAreThoseOfEarlierBuildsToTheLastDigit() throws Exception {
        written("s", 1);
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        for (String name : List.of("web-01.csv.gz", "web-02.csv.gz")) {
            // Unpacked: the same text may be packed in another way.
            try (InputStream in = new GZIPInputStream(Files.newInputStream(directory.resolve("s/" + name)))) {
                digest.update(in.readAllBytes());
            }
        }
        for (String name : List.of("anomalies.csv", "manifest.csv")) {
            digest.update(Files.readAllBytes(directory.resolve("s/" + name)));
        }

        assertThat(HexFormat.of().formatHex(digest.digest()))
                .isEqualTo("60f45101062e2e2180cb9cb476171e22b53e0ce000ca509616466b435d08e87a");
    }

    @Test
    void listOfAnomaliesIsReadAsWrittenAndItsFaultsAreTold() throws IOException {
        written("s", 3);
        Path list = directory.resolve("s/anomalies.csv");
        List<Injection> injections = InjectionList.read(list);
        Path again = directory.resolve("again.csv");
        InjectionList.write(again, injections);
        assertThat(again).hasSameTextualContentAs(list);

        Written.write(
                again,
                List.of("series,type,kind,features,magnitude,first_row,last_row", "web-01,HICCUP,point,cpu,3.000,5,6"));
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> InjectionList.read(again))
                .isInstanceOf(io.tidewatch.series.SeriesException.class)
                .hasMessageContaining("again.csv line 2")
                .hasMessageContaining("HICCUP");
    }

    @Test
    void driftHasNoAnomalies() throws IOException {
        SyntheticSuite.drift(1).write(directory.resolve("drift"));
        Suite suite = SuiteFolder.find(directory, "drift").read("drift", Double.NaN);

        assertThat(suite.series()).hasSize(4).allMatch(series -> series.trainRows() == 14 * 144);
        assertThat(InjectionList.read(directory.resolve("drift/anomalies.csv"))).isEmpty();
        List<SeriesRow> rows = rows(suite.series().get(0));
        assertThat(rows).hasSize(49 * 144).noneMatch(SeriesRow::anomalous);
        assertThat(mean(rows.subList(rows.size() - 7 * 144, rows.size())))
                .as("1% a day over 42 days, one week against another")
                .isBetween(1.3 * mean(rows.subList(0, 7 * 144)), 1.7 * mean(rows.subList(0, 7 * 144)));
    }

    @Test
    void contaminationIsInTheRowsToLearnFromAndLeavesTheAnomaliesToFindAsTheyWere() throws IOException {
        SyntheticSuite.anomalies(1).write(directory.resolve("clean"));
        SyntheticSuite.contaminated(1).write(directory.resolve("odd"));
        List<SuiteSeries> clean =
                SuiteFolder.find(directory, "clean").read("clean", Double.NaN).series();
        List<SuiteSeries> odd =
                SuiteFolder.find(directory, "odd").read("odd", Double.NaN).series();

        assertThat(InjectionList.read(directory.resolve("odd/anomalies.csv")))
                .isEqualTo(InjectionList.read(directory.resolve("clean/anomalies.csv")))
                .isNotEmpty();
        for (int s = 0; s < clean.size(); s++) {
            List<SeriesRow> toLearnFrom = rows(odd.get(s)).subList(0, 14 * 144);
            assertThat(toLearnFrom).noneMatch(SeriesRow::anomalous);
            assertThat(toLearnFrom)
                    .usingRecursiveComparison()
                    .isNotEqualTo(rows(clean.get(s)).subList(0, 14 * 144));
        }
    }

    @Test
    void levelRisesByHalfForGood() throws IOException {
        SyntheticSuite.level(1).write(directory.resolve("level"));
        Suite suite = SuiteFolder.find(directory, "level").read("level", Double.NaN);
        List<SeriesRow> rows = rows(suite.series().get(0));

        assertThat(mean(rows.subList(28 * 144, 42 * 144)))
                .isBetween(1.4 * mean(rows.subList(0, 14 * 144)), 1.6 * mean(rows.subList(0, 14 * 144)));
    }

    @Test
    void workingDaysOfTheHolidayAreAsWeekendsAre() throws IOException {
        SyntheticSuite.holiday(1).write(directory.resolve("holiday"));
        Suite suite = SuiteFolder.find(directory, "holiday").read("holiday", Double.NaN);
        List<SeriesRow> rows = rows(suite.series().get(0));

        // Monday to Friday of the fifth week, against those of the first.
        assertThat(mean(rows.subList(28 * 144, 33 * 144)))
                .isBetween(0.5 * mean(rows.subList(0, 5 * 144)), 0.7 * mean(rows.subList(0, 5 * 144)));
    }

    private static double mean(List<SeriesRow> rows) {
        return rows.stream()
                .mapToDouble(row -> row.values()[0])
                .filter(Double::isFinite)
                .average()
                .orElseThrow();
    }
}
