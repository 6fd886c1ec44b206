package io.tidewatch.evaluation;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * A series file: CSV, also gzipped, with a header: {@code timestamp}, numeric feature columns, optionally {@code label} (0
 * or 1) and a column that names the entity. An empty cell is missing. Rows are read as a stream.
 */
public final class SeriesFile {
    private static final int GZIP_BUFFER_BYTES = 65_536;

    private final Path path;
    private final SeriesHeader header;
    private final SeriesTimes times;

    /**
     * Opens a file and reads its header.
     *
     * @param entityColumn name of the column that names the entity; empty: none
     * @throws SeriesException when it cannot be read or its header is not a series file's
     */
    public SeriesFile(Path path, String entityColumn) {
        this(path, readHeader(path, entityColumn), SeriesTimes.ANY);
    }

    private SeriesFile(Path path, SeriesHeader header, SeriesTimes times) {
        this.path = path;
        this.header = header;
        this.times = times;
    }

    /** Opens a file without an entity column. */
    public SeriesFile(Path path) {
        this(path, "");
    }

    /** The same file, its timestamps read so. */
    public SeriesFile with(SeriesTimes read) {
        return new SeriesFile(path, header, read);
    }

    /** Names of the feature columns, in order. */
    public List<String> features() {
        return List.copyOf(header.features());
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
        try (Lines lines = new Lines(path)) {
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
        try (Lines lines = new Lines(path)) {
            lines.next();
            while (lines.next() != null) {
                count++;
            }
        }
        return count;
    }

    private static SeriesHeader readHeader(Path path, String entityColumn) {
        try (Lines lines = new Lines(path)) {
            CsvRecord first = lines.next();
            if (first == null) {
                throw new SeriesException(path + " is empty; a header with a timestamp column is needed");
            }
            return new SeriesHeader(
                    path, first.getFields().stream().map(String::trim).toList(), entityColumn);
        }
    }

    /** The lines of a file as cells; its own faults only become {@link SeriesException}s, not those of who reads. */
    private static final class Lines implements AutoCloseable {
        private final Path path;
        private final CsvReader<CsvRecord> csv;
        private final Iterator<CsvRecord> lines;

        private Lines(Path path) {
            this.path = path;
            if (!Files.isRegularFile(path)) {
                throw new SeriesException(path + " is no file; name a CSV, also gzipped");
            }
            try {
                this.csv = CsvReader.builder()
                        .skipEmptyLines(true)
                        .allowExtraFields(true)
                        .allowMissingFields(true)
                        .allowUnclosedQuote(false)
                        .detectBomHeader(true)
                        .ofCsvRecord(text(path), StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw unreadable(e);
            }
            this.lines = csv.iterator();
        }

        private static InputStream text(Path path) throws IOException {
            InputStream bytes = new BufferedInputStream(Files.newInputStream(path));
            try {
                return path.toString().endsWith(".gz") ? new GZIPInputStream(bytes, GZIP_BUFFER_BYTES) : bytes;
            } catch (IOException e) {
                bytes.close();
                throw e;
            }
        }

        /** The next line that is not empty; null after the last. */
        private @Nullable CsvRecord next() {
            try {
                return lines.hasNext() ? lines.next() : null;
            } catch (UncheckedIOException | CsvParseException e) {
                throw unreadable(e);
            }
        }

        private SeriesException unreadable(Exception fault) {
            String message = String.valueOf(fault.getMessage());
            String cause = fault.getCause() == null ? null : fault.getCause().getMessage();
            boolean more = cause != null && !message.contains(cause);
            return new SeriesException(
                    path + " cannot be read: " + message + (more ? " (" + cause + ")" : "")
                            + "; check that it is a whole CSV, gzipped if its name ends in .gz",
                    fault);
        }

        @Override
        public void close() {
            try {
                csv.close();
            } catch (IOException e) {
                throw unreadable(e);
            }
        }
    }
}
