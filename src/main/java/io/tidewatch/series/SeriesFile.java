package io.tidewatch.series;

import de.siegmar.fastcsv.reader.CsvRecord;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/**
 * A series file: CSV, also gzipped, with a header.
 *
 * <p>Its columns are {@code timestamp}, numeric features, optionally {@code label} (0 or 1), one that names the entity,
 * and categories.
 *
 * <p>Cells are separated as the header is: by commas, semicolons or tabs. An empty cell is missing. Rows are read as a
 * stream.
 */
public final class SeriesFile {
    private final Path path;
    private final SeriesHeader header;
    private final SeriesTimes times;

    /**
     * Opens a file and reads its header; and its first rows, when every numeric column is wanted.
     *
     * @throws SeriesException when it cannot be read or its header is not a series file's
     */
    public SeriesFile(Path path, SeriesColumns wanted) {
        this(path, readHeader(path, wanted), SeriesTimes.ANY);
    }

    private SeriesFile(Path path, SeriesHeader header, SeriesTimes times) {
        this.path = path;
        this.header = header;
        this.times = times;
    }

    /** Opens a file without an entity column for every numeric column. */
    public SeriesFile(Path path) {
        this(path, SeriesColumns.numeric(""));
    }

    /** The same file, its timestamps read so. */
    public SeriesFile with(SeriesTimes read) {
        return new SeriesFile(path, header, read);
    }

    /** Names of the feature columns, in order. */
    public List<String> features() {
        return header.features();
    }

    /** Names of all columns, in order. */
    public List<String> columns() {
        return header.names();
    }

    /** Whether a column names the entity of each row. */
    public boolean namesEntities() {
        return header.entityColumn() >= 0;
    }

    /** Names of columns that would be features if they did not hold text, in order. */
    public List<String> leftOut() {
        return header.leftOut();
    }

    /** The file's name without {@code .csv} or {@code .csv.gz}. */
    public String name() {
        Path name = path.getFileName();
        return name == null ? "" : name.toString().replaceFirst("(\\.csv)?(\\.gz)?$", "");
    }

    public Path path() {
        return path;
    }

    /**
     * Reads all rows, in the order of the file.
     *
     * @throws SeriesException at the first bad cell, naming line and column
     */
    public void read(Consumer<SeriesRow> rows) {
        read(Integer.MAX_VALUE, rows);
    }

    /**
     * Reads the first rows, in the order of the file; what comes after them is not looked at.
     *
     * @param most how many rows; fewer when the file has fewer
     * @throws SeriesException at the first bad cell, naming line and column
     */
    public void read(int most, Consumer<SeriesRow> rows) {
        SeriesCells cells = new SeriesCells(path, header, times);
        try (SeriesLines lines = new SeriesLines(path)) {
            lines.next();
            for (int row = 0; row < most; row++) {
                CsvRecord line = lines.next();
                if (line == null) {
                    return;
                }
                rows.accept(cells.row(line));
            }
        }
    }

    /** Number of rows. */
    public int count() {
        int count = 0;
        try (SeriesLines lines = new SeriesLines(path)) {
            lines.next();
            while (lines.next() != null) {
                count++;
            }
        }
        return count;
    }

    private static SeriesHeader readHeader(Path path, SeriesColumns wanted) {
        try (SeriesLines lines = new SeriesLines(path)) {
            CsvRecord first = lines.next();
            if (first == null) {
                throw new SeriesException(path + " is empty; a header with a timestamp column is needed");
            }
            return new SeriesHeader(
                    path, first.getFields().stream().map(String::trim).toList(), wanted, lines);
        }
    }
}
