package io.tidewatch.evaluation.suite;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.tidewatch.series.SeriesException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.NoSuchElementException;
import java.util.function.Consumer;

/** A small CSV file with a header, read line by line. */
final class CsvTable {
    private final Path path;

    CsvTable(Path path) {
        this.path = path;
    }

    /** @throws SeriesException when it cannot be read, or lacks a column that is asked for, or a cell is no number */
    void read(Consumer<NamedCsvRecord> lines) {
        try (CsvReader<NamedCsvRecord> csv = CsvReader.builder().ofNamedCsvRecord(path)) {
            csv.forEach(lines);
        } catch (IOException
                | UncheckedIOException
                | CsvParseException
                | NoSuchElementException
                | NumberFormatException e) {
            throw new SeriesException(
                    path + " cannot be read: " + e.getMessage() + "; write it again, or take it away", e);
        }
    }
}
