package io.tidewatch.evaluation.suite;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import io.tidewatch.series.SeriesException;
import io.tidewatch.simulation.AnomalyType;
import io.tidewatch.text.CsvText;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The anomalies that a simulator put into the series of a suite, as a file: {@code
 * series,type,kind,features,magnitude,first_row,last_row}.
 */
final class InjectionList {
    private InjectionList() {}

    /** Writes all, in order. */
    static void write(Path file, List<Injection> injections) throws IOException {
        try (BufferedWriter text = Files.newBufferedWriter(file);
                CsvWriter csv =
                        CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(text)) {
            csv.writeRecord("series", "type", "kind", "features", "magnitude", "first_row", "last_row");
            for (Injection injection : injections) {
                csv.writeRecord(
                        CsvText.of(injection.series()),
                        injection.type().name(),
                        injection.type().kind().label(),
                        CsvText.of(String.join(" ", injection.features())),
                        String.format(Locale.ROOT, "%.3f", injection.magnitude()),
                        Integer.toString(injection.rows().first()),
                        Integer.toString(injection.rows().last()));
            }
        }
    }

    /** @throws SeriesException when it is not such a file */
    static List<Injection> read(Path file) {
        List<Injection> injections = new ArrayList<>();
        new CsvTable(file).read(line -> {
            try {
                injections.add(new Injection(
                        line.getField("series"),
                        AnomalyType.valueOf(line.getField("type")),
                        List.of(line.getField("features").split(" ")),
                        Double.parseDouble(line.getField("magnitude")),
                        new io.tidewatch.evaluation.RowSpan(
                                Integer.parseInt(line.getField("first_row")),
                                Integer.parseInt(line.getField("last_row")))));
            } catch (IllegalArgumentException e) {
                throw new SeriesException(
                        file + " line " + line.getStartingLineNumber() + ": " + e.getMessage()
                                + "; write the list again, or take it away",
                        e);
            }
        });
        return List.copyOf(injections);
    }
}
