package io.tidewatch.evaluation.suite;

import io.tidewatch.evaluation.NabSeries;
import io.tidewatch.evaluation.NabWindow;
import io.tidewatch.series.SeriesException;
import io.tidewatch.series.SeriesFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A suite as it lies in a folder: series files, or the Numenta Anomaly Benchmark's own layout ({@code data/**.csv} and
 * {@code labels/combined_windows.json}).
 */
public final class SuiteFolder {
    /** Names the rows to learn from: {@code file,train_rows}; in the folder or beside it. */
    static final String MANIFEST = "manifest.csv";

    /** Names the anomalies that a simulator put in. */
    static final String INJECTIONS = "anomalies.csv";

    /** The share of the rows to learn from when nothing else says. */
    public static final double USUAL_FRACTION = 0.15;

    private static final String NAB_LABELS = "labels/combined_windows.json";

    /** Folders that hold the benchmark's series with a label column, in place of its own layout. */
    private static final String NAB_NAMES = "(?i)nab([^a-z].*)?";

    private final Path folder;

    private SuiteFolder(Path folder) {
        this.folder = folder;
    }

    /**
     * Finds the folder of a suite.
     *
     * @param data holds a folder per suite: of its name, or its name with a number ({@code smd8} for {@code smd}), or with
     *     {@code -corpus}
     * @param name of the suite, or a folder itself
     * @throws SeriesException when there is none, saying where it was looked for
     */
    public static SuiteFolder find(@Nullable Path data, String name) {
        if (data != null && Files.isDirectory(data.resolve(name))) {
            return new SuiteFolder(data.resolve(name));
        }
        if (data != null) {
            List<Path> alike = folders(data).stream()
                    .filter(folder -> nameOf(folder).matches("(?i)\\Q" + name + "\\E(\\d*|-corpus)"))
                    .toList();
            if (alike.size() == 1) {
                return new SuiteFolder(alike.get(0));
            }
            if (alike.size() > 1) {
                throw new SeriesException("suite " + name + " may be any of " + alike + "; name one of them");
            }
        }
        if (Files.isDirectory(Path.of(name))) {
            return new SuiteFolder(Path.of(name));
        }
        throw new SeriesException("suite " + name + " is no folder"
                + (data == null
                        ? "; say with --data where the suites are"
                        : " in " + data + ", only "
                                + folders(data).stream()
                                        .map(SuiteFolder::nameOf)
                                        .toList()));
    }

    private static List<Path> folders(Path data) {
        if (!Files.isDirectory(data)) {
            throw new SeriesException(data + " is no folder; name the one that holds the suites");
        }
        try (Stream<Path> children = Files.list(data)) {
            return children.filter(Files::isDirectory).sorted().toList();
        } catch (IOException e) {
            throw new SeriesException(data + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static String nameOf(Path path) {
        Path name = path.toAbsolutePath().normalize().getFileName();
        return name == null ? "" : name.toString();
    }

    /**
     * Reads what is there; the rows themselves only as far as counting them takes.
     *
     * @param name of the suite
     * @param trainFraction share of the rows of each series to learn from; NaN: what the manifest says, without one the
     *     benchmark's probation or {@value #USUAL_FRACTION}
     * @throws SeriesException when there are no series, or a label has none
     */
    public Suite read(String name, double trainFraction) {
        boolean corpus = Files.isRegularFile(folder.resolve(NAB_LABELS));
        List<SuiteSeries> series = corpus ? corpus(trainFraction) : files(trainFraction);
        if (series.isEmpty()) {
            throw new SeriesException(folder + " holds no series; put CSV files there, also gzipped");
        }
        Path injections = folder.resolve(INJECTIONS);
        boolean nab = corpus || nameOf(folder).matches(NAB_NAMES);
        return new Suite(name, series, nab, Files.isRegularFile(injections) ? injections : null);
    }

    private List<SuiteSeries> corpus(double trainFraction) {
        List<SuiteSeries> series = new ArrayList<>();
        for (Map.Entry<String, List<NabWindow>> entry :
                NabLabels.read(folder.resolve(NAB_LABELS)).entrySet()) {
            Path path = folder.resolve("data").resolve(entry.getKey());
            if (Files.isRegularFile(path)) {
                int rows = new SeriesFile(path).count();
                int train = Double.isNaN(trainFraction) ? NabSeries.probation(rows) : (int) (trainFraction * rows);
                String name = entry.getKey().replaceFirst("\\.csv$", "").replace("/", "__");
                series.add(new SuiteSeries(name, path, entry.getValue(), train));
            }
        }
        return series;
    }

    private List<SuiteSeries> files(double trainFraction) {
        Map<Path, Integer> manifest = Double.isNaN(trainFraction) ? TrainRows.near(folder) : Map.of();
        List<SuiteSeries> series = new ArrayList<>();
        try (Stream<Path> children = Files.list(folder)) {
            for (Path path : children.sorted().toList()) {
                if (isSeries(path)) {
                    SeriesFile file = new SeriesFile(path);
                    if (!file.leftOut().isEmpty()) {
                        throw new SeriesException(path + " holds text in the columns " + file.leftOut()
                                + "; a suite is of numbers: remove them");
                    }
                    Integer stated = manifest.get(path.toAbsolutePath().normalize());
                    double fraction = Double.isNaN(trainFraction) ? USUAL_FRACTION : trainFraction;
                    series.add(new SuiteSeries(
                            file.name(), path, null, stated == null ? (int) (fraction * file.count()) : stated));
                }
            }
        } catch (IOException e) {
            throw new SeriesException(folder + " cannot be read: " + e.getMessage(), e);
        }
        return series;
    }

    private static boolean isSeries(Path path) {
        String name = nameOf(path);
        return name.matches(".*\\.csv(\\.gz)?")
                && !name.endsWith(".scores.csv")
                && !Set.of(MANIFEST, INJECTIONS).contains(name);
    }
}
