package io.tidewatch.evaluation.suite;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;

/** The form of a series file that a simulator writes: {@code NAME.csv.gz}, a label column last. */
final class SimulatedFile {
    static final String MANIFEST_HEADER = "file,train_rows,rows,features";

    private SimulatedFile() {}

    /** Opens the file of a series, its header written. */
    static CsvWriter open(Path folder, String series, List<String> features) throws IOException {
        CsvWriter csv = CsvWriter.builder()
                .lineDelimiter(LineDelimiter.LF)
                .build(new BufferedWriter(new OutputStreamWriter(
                        new GZIPOutputStream(Files.newOutputStream(folder.resolve(series + ".csv.gz"))),
                        StandardCharsets.UTF_8)));
        List<String> header = new ArrayList<>(List.of("timestamp"));
        header.addAll(features);
        header.add("label");
        csv.writeRecord(header);
        return csv;
    }

    /** A value as a cell. */
    static String cell(double value) {
        return Double.isNaN(value) ? "" : String.format(Locale.ROOT, "%.4f", value);
    }

    /** A series' line in the manifest, below its {@link #MANIFEST_HEADER}. */
    static String manifestLine(String series, long trainRows, int rows, int features) {
        return String.format(Locale.ROOT, "%s.csv.gz,%d,%d,%d", series, trainRows, rows, features);
    }
}
