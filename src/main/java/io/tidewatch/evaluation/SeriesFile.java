package io.tidewatch.evaluation;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;

/**
 * A series file: CSV, also gzipped, with a header: {@code timestamp}, numeric feature columns, optionally {@code label} (0
 * or 1) and a column that names the entity. An empty cell is missing. Rows are read as a stream.
 */
public final class SeriesFile {
    private static final String TIMESTAMP = "timestamp";
    private static final String LABEL = "label";

    private final Path path;
    private final String entityColumn;
    private final List<String> header;
    private final List<String> features = new ArrayList<>();
    private final int[] featureColumns;
    private final int timestampColumn;
    private final int labelColumn;
    private final int entityIndex;

    /**
     * Opens a file and reads its header.
     *
     * @param entityColumn name of the column that names the entity; empty: none
     * @throws SeriesException when it cannot be read or its header is not a series file's
     */
    public SeriesFile(Path path, String entityColumn) {
        this.path = path;
        this.entityColumn = entityColumn;
        this.header = readHeader();
        this.timestampColumn = column(TIMESTAMP);
        this.labelColumn = header.indexOf(LABEL);
        this.entityIndex = entityColumn.isEmpty() ? -1 : column(entityColumn);
        List<Integer> columns = new ArrayList<>();
        for (int i = 0; i < header.size(); i++) {
            if (i != timestampColumn && i != labelColumn && i != entityIndex) {
                columns.add(i);
                features.add(header.get(i));
            }
        }
        if (features.isEmpty()) {
            throw new SeriesException(path + " has no feature column beside " + header + "; add numeric columns");
        }
        this.featureColumns = columns.stream().mapToInt(Integer::intValue).toArray();
    }

    /** Opens a file without an entity column. */
    public SeriesFile(Path path) {
        this(path, "");
    }

    /** Names of the feature columns, in order. */
    public List<String> features() {
        return List.copyOf(features);
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
        try (CsvReader<CsvRecord> csv = open()) {
            boolean first = true;
            for (CsvRecord record : csv) {
                if (first) {
                    first = false;
                } else {
                    rows.accept(row(record));
                }
            }
        } catch (IOException | UncheckedIOException e) {
            throw new SeriesException(path + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** Number of rows. */
    public int count() {
        int[] count = new int[1];
        read(row -> count[0]++);
        return count[0];
    }

    private SeriesRow row(CsvRecord record) {
        if (record.getFieldCount() != header.size()) {
            throw new SeriesException(path + " line " + record.getStartingLineNumber() + " has "
                    + record.getFieldCount() + " cells, the header has " + header.size());
        }
        double[] values = new double[featureColumns.length];
        for (int f = 0; f < values.length; f++) {
            values[f] = number(record, featureColumns[f]);
        }
        String timestamp = record.getField(timestampColumn);
        boolean anomalous = labelColumn >= 0 && number(record, labelColumn) > 0;
        String entity = entityIndex < 0 ? "" : record.getField(entityIndex);
        return new SeriesRow(timestamp, timestampMs(record, timestamp), entity, values, anomalous);
    }

    private long timestampMs(CsvRecord record, String timestamp) {
        try {
            return Timestamps.parse(timestamp.trim());
        } catch (DateTimeException | NumberFormatException e) {
            throw new SeriesException(
                    at(record, timestampColumn) + ": '" + timestamp
                            + "' is no timestamp; write ISO-8601, yyyy-MM-dd HH:mm:ss, or epoch milliseconds",
                    e);
        }
    }

    private double number(CsvRecord record, int column) {
        String cell = record.getField(column).trim();
        if (cell.isEmpty()) {
            return Double.NaN;
        }
        try {
            return Double.parseDouble(cell);
        } catch (NumberFormatException e) {
            throw new SeriesException(
                    at(record, column) + ": '" + cell + "' is no number; leave the cell empty if it is missing", e);
        }
    }

    private String at(CsvRecord record, int column) {
        return path + " line " + record.getStartingLineNumber() + " column " + header.get(column);
    }

    private int column(String name) {
        int index = header.indexOf(name);
        if (index < 0) {
            throw new SeriesException(path + " has no column '" + name + "', only " + header);
        }
        return index;
    }

    private List<String> readHeader() {
        try (CsvReader<CsvRecord> csv = open()) {
            for (CsvRecord record : csv) {
                return record.getFields().stream().map(String::trim).toList();
            }
        } catch (IOException | UncheckedIOException e) {
            throw new SeriesException(path + " cannot be read: " + e.getMessage(), e);
        }
        throw new SeriesException(path + " is empty; a header with a timestamp column is needed");
    }

    private CsvReader<CsvRecord> open() throws IOException {
        if (!Files.isRegularFile(path)) {
            throw new SeriesException(path + " is no file");
        }
        InputStream bytes = new BufferedInputStream(Files.newInputStream(path));
        InputStream text = path.toString().endsWith(".gz") ? new GZIPInputStream(bytes, 65_536) : bytes;
        return CsvReader.builder().skipEmptyLines(true).ofCsvRecord(text, StandardCharsets.UTF_8);
    }
}
