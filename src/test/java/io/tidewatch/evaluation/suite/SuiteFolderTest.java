package io.tidewatch.evaluation.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidewatch.evaluation.NabWindow;
import io.tidewatch.series.SeriesException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SuiteFolderTest {

    @TempDir
    Path data;

    private Path servers;

    @BeforeEach
    void writeSeries() {
        servers = data.resolve("smd8");
        Written.series(servers.resolve("b.csv"), new double[40]);
        Written.series(servers.resolve("a.csv"), new double[100]);
    }

    private Suite read(String name) {
        return SuiteFolder.find(data, name).read(name, Double.NaN);
    }

    @Test
    void seriesAreInTheOrderOfTheirNamesAndAFractionIsForLearning() {
        Suite suite = read("smd");

        assertThat(suite.series()).extracting(SuiteSeries::name).containsExactly("a", "b");
        assertThat(suite.series()).extracting(SuiteSeries::trainRows).containsExactly(15, 6);
        assertThat(suite.series().get(0).windows()).as("the file's own labels").isNull();
        assertThat(suite.injections()).isNull();
        assertThat(suite.nab()).isFalse();
    }

    @Test
    void manifestInTheFolderOrBesideItSaysHowManyRows() {
        Written.write(data.resolve("manifest.csv"), List.of("file,train_rows", "smd8/a.csv,33", "other/b.csv,1"));
        assertThat(read("smd").series()).extracting(SuiteSeries::trainRows).containsExactly(33, 6);

        Written.write(servers.resolve("manifest.csv"), List.of("file,train_rows", "b.csv, 7"));
        assertThat(read("smd").series()).extracting(SuiteSeries::trainRows).containsExactly(15, 7);

        assertThat(SuiteFolder.find(data, "smd").read("smd", 0.5).series())
                .as("what is asked for comes first")
                .extracting(SuiteSeries::trainRows)
                .containsExactly(50, 20);
    }

    @Test
    void manifestWithoutNumbersIsToldByItsPath() {
        Written.write(servers.resolve("manifest.csv"), List.of("file,train_rows", "b.csv,many"));

        assertThatThrownBy(() -> read("smd"))
                .isInstanceOf(SeriesException.class)
                .hasMessageContaining("manifest.csv cannot be read")
                .hasMessageContaining("many");
    }

    @Test
    void listsAndScoresAreNoSeries() {
        Written.write(servers.resolve("anomalies.csv"), List.of("series,type"));
        Written.write(servers.resolve("a.scores.csv"), List.of("timestamp,score"));
        Written.write(servers.resolve("notes.txt"), List.of("x"));

        Suite suite = read("smd");
        assertThat(suite.series()).extracting(SuiteSeries::name).containsExactly("a", "b");
        assertThat(suite.injections()).isEqualTo(servers.resolve("anomalies.csv"));
    }

    @Test
    void corpusHasItsWindowsAndItsProbation() {
        Path corpus = data.resolve("nab-corpus");
        Written.series(corpus.resolve("data/real/one.csv"), new double[100]);
        Written.write(
                corpus.resolve("labels/combined_windows.json"),
                List.of("{\"real/one.csv\": [[\"2026-03-02 00:10:00\", \"2026-03-02 00:20:00.000000\"]],"
                        + " \"real/absent.csv\": []}"));

        Suite suite = read("nab");
        assertThat(suite.nab()).isTrue();
        assertThat(suite.series()).singleElement().satisfies(series -> {
            assertThat(series.name()).isEqualTo("real__one");
            assertThat(series.trainRows()).isEqualTo(15);
            assertThat(series.windows()).containsExactly(new NabWindow(Written.timeMs(10), Written.timeMs(20)));
        });
    }

    @Test
    void corpusLabelsThatAreNoneAreTold() {
        Path labels =
                Written.write(data.resolve("x/labels/combined_windows.json"), List.of("{\"a.csv\": [[\"soon\"]]}"));

        assertThatThrownBy(() -> read("x"))
                .isInstanceOf(SeriesException.class)
                .hasMessageStartingWith(labels + " is no list of labelled windows");
    }

    @ParameterizedTest
    @CsvSource({"nab, true", "NAB58, true", "nab-corpus, true", "nabla, false", "smd8, false", "my-nab, false"})
    void foldersOfTheBenchmarkAreKnownByTheirNames(String folder, boolean nab) {
        Written.series(data.resolve(folder).resolve("c.csv"), new double[10]);

        assertThat(SuiteFolder.find(data, folder).read(folder, Double.NaN).nab())
                .isEqualTo(nab);
    }

    @Test
    void nameThatMayBeSeveralFoldersIsAskedBack() throws Exception {
        Files.createDirectories(data.resolve("smd12"));

        assertThatThrownBy(() -> SuiteFolder.find(data, "smd"))
                .isInstanceOf(SeriesException.class)
                .hasMessageContaining("may be any of")
                .hasMessageContaining("smd12");
        assertThat(SuiteFolder.find(data, "smd8").read("smd8", 0).series()).hasSize(2);
    }

    @Test
    void folderThatIsNotThereIsToldWithThoseThatAre() {
        assertThatThrownBy(() -> SuiteFolder.find(data, "asd"))
                .isInstanceOf(SeriesException.class)
                .hasMessage("suite asd is no folder in " + data + ", only [smd8]");
        assertThatThrownBy(() -> SuiteFolder.find(null, "no-such-suite"))
                .hasMessageContaining("say with --data where the suites are");
        assertThatThrownBy(() -> SuiteFolder.find(data.resolve("none"), "asd")).hasMessageContaining("is no folder");
    }

    @Test
    void emptyFolderIsTold() throws Exception {
        Files.createDirectories(data.resolve("empty"));

        assertThatThrownBy(() -> read("empty"))
                .isInstanceOf(SeriesException.class)
                .hasMessageContaining("holds no series");
    }

    @Test
    void columnOfTextIsTold() throws Exception {
        Path folder = Files.createDirectories(data.resolve("texts"));
        Files.writeString(folder.resolve("a.csv"), "timestamp,load,state\n1000,1,idle\n");

        assertThatThrownBy(() -> read("texts"))
                .isInstanceOf(SeriesException.class)
                .hasMessageContaining("a.csv holds text in the columns [state]; a suite is of numbers: remove them");
    }
}
