package io.tidewatch.evaluation;

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
        if (line.getFieldCount() != header.columns()) {
            throw new SeriesException(path + " line " + line.getStartingLineNumber() + " has " + line.getFieldCount()
                    + " cells, the header has " + header.columns()
                    + "; separate cells by commas, and keep the comma of an empty one");
        }
        double[] values = new double[header.features().size()];
        for (int f = 0; f < values.length; f++) {
            values[f] = number(line, header.featureColumn(f));
        }
        String timestamp = line.getField(header.timestampColumn()).trim();
        String entity = entity(line);
        return new SeriesRow(
                line.getStartingLineNumber(),
                timestamp,
                timestampMs(line, timestamp, entity),
                entity,
                values,
                label(line));
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

    /** A plain decimal number: what Java reads besides (NaN, Infinity, 1d, 0x1p3) is not meant in a CSV. */
    private double number(CsvRecord line, int column) {
        String cell = line.getField(column).trim();
        if (cell.isEmpty()) {
            return Double.NaN;
        }
        String remedy = "is no number; write a plain one, or leave the cell empty if it is missing";
        try {
            double number = Double.parseDouble(cell);
            if (Double.isFinite(number) && plain(cell)) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw bad(line, column, remedy, e);
        }
        throw bad(line, column, remedy, null);
    }

    private static boolean plain(String number) {
        char last = number.charAt(number.length() - 1);
        return (Character.isDigit(last) || last == '.') && number.indexOf('x') < 0 && number.indexOf('X') < 0;
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
                path + " line " + line.getStartingLineNumber() + " column " + Readable.name(header.name(column)) + ": '"
                        + Readable.name(line.getField(column)) + "' " + fault,
                cause);
    }
}
