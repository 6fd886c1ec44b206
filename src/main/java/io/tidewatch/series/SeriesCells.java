package io.tidewatch.series;

import de.siegmar.fastcsv.reader.CsvRecord;
import io.tidewatch.text.Readable;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns the lines of a series file into rows, in the order of the file. */
final class SeriesCells {
    private final Path path;
    private final SeriesHeader header;
    private final SeriesTimes times;
    private final Map<String, RepeatedHour> clocks = new HashMap<>();

    SeriesCells(Path path, SeriesHeader header, SeriesTimes times) {
        this.path = path;
        this.header = header;
        this.times = times;
    }

    /** @throws SeriesException at a bad cell, naming file, line, column, and what to write instead */
    SeriesRow row(CsvRecord line) {
        if (line.getFieldCount() != header.names().size()) {
            throw new SeriesException(path + " line " + line.getStartingLineNumber() + " has " + line.getFieldCount()
                    + " cells, the header has " + header.names().size() + "; separate cells by "
                    + header.separator() + " as the header does, keep that of an empty one, and write numbers without"
                    + " thousands signs");
        }
        double[] values = new double[header.featureColumns().size()];
        for (int f = 0; f < values.length; f++) {
            values[f] = number(line, header.featureColumns().get(f));
        }
        @Nullable String[] categories = new String[header.categoryColumns().size()];
        for (int c = 0; c < categories.length; c++) {
            categories[c] = category(line, header.categoryColumns().get(c));
        }
        String timestamp = line.getField(header.timestampColumn()).trim();
        String entity = entity(line);
        return new SeriesRow(
                line.getStartingLineNumber(),
                new SeriesRow.Time(timestamp, timestampMs(line, timestamp, entity)),
                entity,
                new SeriesRow.Cells(values, categories),
                label(line));
    }

    private static @Nullable String category(CsvRecord line, int column) {
        String cell = line.getField(column).trim();
        return cell.isEmpty() ? null : cell;
    }

    private long timestampMs(CsvRecord line, String timestamp, String entity) {
        long timeMs;
        try {
            timeMs = clocks.computeIfAbsent(entity, name -> new RepeatedHour()).next(times.read(timestamp));
        } catch (DateTimeException e) {
            throw bad(line, header.timestampColumn(), String.valueOf(e.getMessage()), e);
        }
        String fault = times.fault(timestamp, timeMs);
        if (fault != null) {
            throw bad(line, header.timestampColumn(), fault, null);
        }
        return timeMs;
    }

    private double number(CsvRecord line, int column) {
        String cell = line.getField(column).trim();
        if (cell.isEmpty()) {
            return Double.NaN;
        }
        double number = NumberText.read(cell);
        if (Double.isNaN(number)) {
            String remedy = NumberText.remedy(cell, header.separator());
            throw bad(line, column, "is no number; " + remedy + ", or leave the cell empty if it is missing", null);
        }
        return number;
    }

    private boolean label(CsvRecord line) {
        int column = header.labelColumn();
        double label = column < 0 ? 0 : number(line, column);
        if (label == 0 || Double.isNaN(label)) {
            return false;
        }
        if (label == 1) {
            return true;
        }
        throw bad(line, column, "is no label; write 0 or 1", null);
    }

    private String entity(CsvRecord line) {
        int column = header.entityColumn();
        if (column < 0) {
            return "";
        }
        String entity = line.getField(column).trim();
        if (entity.isEmpty()) {
            throw bad(line, column, "names no entity; write its name, or read the file without an entity column", null);
        }
        return entity;
    }

    private SeriesException bad(CsvRecord line, int column, String fault, @Nullable Exception cause) {
        return new SeriesException(
                path + " line " + line.getStartingLineNumber() + " column "
                        + Readable.name(header.names().get(column)) + ": '" + Readable.name(line.getField(column))
                        + "' " + fault,
                cause);
    }
}
