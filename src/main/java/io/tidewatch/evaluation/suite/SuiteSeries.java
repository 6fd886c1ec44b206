package io.tidewatch.evaluation.suite;

import io.tidewatch.evaluation.NabWindow;
import io.tidewatch.series.SeriesFile;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One series of a suite, as a file with what is known beside it.
 *
 * @param name unique in its suite; names its results
 * @param path a series file
 * @param windows labelled windows; null: the file's own label column says
 * @param trainRows rows at the start to learn from, which no metric looks at
 */
public record SuiteSeries(String name, Path path, @Nullable List<NabWindow> windows, int trainRows) {

    public SuiteSeries {
        windows = windows == null ? null : List.copyOf(windows);
        if (trainRows < 0) {
            throw new IllegalArgumentException(path + ": the number of rows to learn from is negative: " + trainRows);
        }
    }

    public SeriesFile file() {
        return new SeriesFile(path);
    }
}
