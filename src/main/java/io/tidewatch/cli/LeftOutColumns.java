package io.tidewatch.cli;

import io.tidewatch.series.SeriesFile;
import io.tidewatch.text.Readable;
import java.util.List;
import java.util.stream.Collectors;

/** The warning that columns of a series file are left out because they hold text. */
final class LeftOutColumns {

    private LeftOutColumns() {}

    /**
     * @param read columns that are read as text
     * @return empty when nothing is left out
     */
    static List<String> warnings(SeriesFile file, List<String> read) {
        List<String> leftOut =
                file.leftOut().stream().filter(column -> !read.contains(column)).toList();
        if (leftOut.isEmpty()) {
            return List.of();
        }
        String names = leftOut.stream()
                .map(column -> "'" + Readable.name(column) + "'")
                .collect(Collectors.joining(", "));
        return List.of(Readable.text(file.path().toString())
                + (leftOut.size() == 1 ? ": column " + names + " holds text" : ": columns " + names + " hold text")
                + " and no number, left out; input.features names the columns that count (--set KEY=VALUE)");
    }
}
