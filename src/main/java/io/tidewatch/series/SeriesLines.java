package io.tidewatch.series;

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
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** The lines of a series file as cells; its own faults only become {@link SeriesException}s, not those of who reads. */
final class SeriesLines implements AutoCloseable {
    private static final int BUFFER_BYTES = 65_536;

    private final Path path;
    private final Separator separator;
    private final CsvReader<CsvRecord> csv;
    private final Iterator<CsvRecord> lines;

    /** @throws SeriesException when there is no such file, or it cannot be read */
    SeriesLines(Path path) {
        this.path = path;
        if (!Files.isRegularFile(path)) {
            throw new SeriesException(path + " is no file; name a CSV, also gzipped");
        }
        try {
            InputStream text = text(path);
            this.separator = Separator.of(text);
            this.csv = CsvReader.builder()
                    .fieldSeparator(separator.mark())
                    .skipEmptyLines(true)
                    .allowExtraFields(true)
                    .allowMissingFields(true)
                    .allowUnclosedQuote(false)
                    .detectBomHeader(true)
                    .ofCsvRecord(text, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw unreadable(e);
        }
        this.lines = csv.iterator();
    }

    private static InputStream text(Path path) throws IOException {
        InputStream bytes = Files.newInputStream(path);
        try {
            InputStream text = path.toString().endsWith(".gz") ? new GZIPInputStream(bytes, BUFFER_BYTES) : bytes;
            return new BufferedInputStream(text, BUFFER_BYTES);
        } catch (IOException e) {
            bytes.close();
            throw e;
        }
    }

    Separator separator() {
        return separator;
    }

    /** The next line that is not empty; null after the last. */
    @Nullable
    CsvRecord next() {
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
