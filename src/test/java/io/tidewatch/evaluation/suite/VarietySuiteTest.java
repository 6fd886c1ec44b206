package io.tidewatch.evaluation.suite;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewatch.evaluation.RowSpan;
import io.tidewatch.series.SeriesRow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VarietySuiteTest {
    private static final List<String> SOME = List.of("day-30m-irregular", "week-1h-counts");

    @TempDir
    Path directory;

    private Suite written(SimulatedSuite suite, String name) throws IOException {
        suite.write(directory.resolve(name));
        return SuiteFolder.find(directory, name).read(name, Double.NaN);
    }

    private static List<SeriesRow> rows(SuiteSeries series) {
        List<SeriesRow> rows = new ArrayList<>();
        series.file().read(rows::add);
        return rows;
    }

    @Test
    void filesHoldTheSeriesAndAQuarterIsToLearnFrom() throws IOException {
        Suite suite = written(VarietySuite.of(SOME, 1), "some");

        assertThat(suite.series()).extracting(SuiteSeries::name).containsExactlyElementsOf(SOME);
        for (SuiteSeries series : suite.series()) {
            int rows = series.file().count();
            assertThat(series.trainRows()).isBetween((int) (0.24 * rows), (int) (0.26 * rows));
        }
        assertThat(suite.series().get(1).file().features()).containsExactly("calls", "complaints");
        assertThat(suite.injections()).isNotNull();
    }

    @Test
    void listedAnomaliesAreTheLabelledRows() throws IOException {
        Suite suite = written(VarietySuite.of(SOME, 1), "some");
        List<Injection> injections = InjectionList.read(directory.resolve("some/anomalies.csv"));

        for (SuiteSeries series : suite.series()) {
            List<SeriesRow> rows = rows(series);
            boolean[] labels = new boolean[rows.size()];
            for (int row = 0; row < labels.length; row++) {
                labels[row] = rows.get(row).anomalous();
            }
            assertThat(injections.stream()
                            .filter(each -> each.series().equals(series.name()))
                            .map(Injection::rows))
                    .containsExactlyElementsOf(RowSpan.of(labels));
        }
    }

    @Test
    void sameSeedGivesTheSameBytesAndAnotherSeedOtherOnes() throws IOException {
        written(VarietySuite.of(SOME, 1), "one");
        written(VarietySuite.of(SOME, 1), "again");
        written(VarietySuite.of(SOME, 2), "other");

        for (String file : List.of("week-1h-counts.csv.gz", "anomalies.csv", "manifest.csv")) {
            assertThat(directory.resolve("again").resolve(file))
                    .hasSameBinaryContentAs(directory.resolve("one").resolve(file));
        }
        assertThat(Files.readAllBytes(directory.resolve("other/week-1h-counts.csv.gz")))
                .isNotEqualTo(Files.readAllBytes(directory.resolve("one/week-1h-counts.csv.gz")));
    }

    @Test
    void normalSuiteHasAllSeriesWithNothingWrong() throws IOException {
        Suite normal = written(VarietySuite.normal(1), "normal");

        assertThat(normal.series()).hasSize(25);
        assertThat(InjectionList.read(directory.resolve("normal/anomalies.csv")))
                .isEmpty();
        assertThat(rows(normal.series().get(0))).noneMatch(SeriesRow::anomalous);
    }

    @Test
    void simulatedSuitesAreFoundByTheirNames() {
        assertThat(SimulatedSuite.NAMES)
                .containsExactly(
                        "synthetic",
                        "synthetic-contaminated",
                        "synthetic-drift",
                        "synthetic-level",
                        "synthetic-holiday",
                        "synthetic-variety",
                        "synthetic-normal")
                .allSatisfy(name -> assertThat(SimulatedSuite.of(name, 1)).isPresent());
        assertThat(SimulatedSuite.of("smd", 1)).isEmpty();
    }
}
