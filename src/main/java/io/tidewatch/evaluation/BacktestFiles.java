package io.tidewatch.evaluation;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import io.tidewatch.Alert;
import io.tidewatch.alert.json.AlertJson;
import io.tidewatch.detector.StepResult;
import io.tidewatch.series.PendingFile;
import io.tidewatch.series.SeriesRow;
import io.tidewatch.text.CsvText;
import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The files that a backtest writes for one series: {@code NAME.scores.csv} with one line per input row, {@code
 * NAME.alerts.jsonl} with one line per alert message. They take the place of what an earlier run wrote only once the
 * series has {@linkplain #finish finished}.
 */
public final class BacktestFiles implements Backtest.Listener, Closeable {
    private final PendingFile scoresFile;
    private final PendingFile alertsFile;
    private final CsvWriter scores;
    private final Writer alerts;
    private final boolean entities;
    private boolean written;

    /** For a series of one entity. */
    public BacktestFiles(Path directory, String name) throws IOException {
        this(directory, name, false);
    }

    /** @param entities whether each line of scores ends with its row's entity */
    public BacktestFiles(Path directory, String name, boolean entities) throws IOException {
        this.entities = entities;
        Files.createDirectories(directory);
        this.scoresFile = new PendingFile(directory.resolve(name + ".scores.csv"));
        this.alertsFile = new PendingFile(directory.resolve(name + ".alerts.jsonl"));
        BufferedWriter lines = Files.newBufferedWriter(scoresFile.temporary());
        this.scores = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(lines);
        this.alerts = Files.newBufferedWriter(alertsFile.temporary());
        write("entity", "timestamp", "score", "point", "contextual", "collective", "alert", "raised", "kind");
    }

    @Override
    public void row(SeriesRow row, @Nullable StepResult latest, boolean raised) {
        if (latest == null) {
            write(row.entity(), row.timestamp(), "0", "0", "0", "0", "0", "0", "");
        } else {
            write(
                    row.entity(),
                    row.timestamp(),
                    String.format(Locale.ROOT, "%.9f", latest.score()),
                    String.format(Locale.ROOT, "%.4f", latest.point()),
                    String.format(Locale.ROOT, "%.4f", latest.contextual()),
                    String.format(Locale.ROOT, "%.4f", latest.collective()),
                    latest.alert() ? "1" : "0",
                    raised ? "1" : "0",
                    latest.kind());
        }
    }

    /** The entity comes last, so that the other columns stay where they are without one. */
    private void write(String entity, String... cells) {
        if (!entities) {
            scores.writeRecord(cells);
            return;
        }
        String[] all = Arrays.copyOf(cells, cells.length + 1);
        all[cells.length] = CsvText.of(entity);
        scores.writeRecord(all);
    }

    @Override
    public void alert(Alert alert) {
        try {
            alerts.write(AlertJson.line(alert));
            alerts.write('\n');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Puts the files in place; nothing may come after. */
    public void finish() throws IOException {
        closeWriters();
        scoresFile.publish();
        alertsFile.publish();
    }

    /** Without {@link #finish} before, nothing remains of it. */
    @Override
    public void close() throws IOException {
        try (scoresFile;
                alertsFile) {
            closeWriters();
        }
    }

    private void closeWriters() throws IOException {
        if (written) {
            return;
        }
        written = true;
        try (alerts) {
            scores.close();
        }
    }
}
