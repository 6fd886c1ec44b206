package io.tidewatch.evaluation;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import io.tidewatch.Alert;
import io.tidewatch.alert.json.AlertJson;
import io.tidewatch.detector.StepResult;
import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The files that a backtest writes for one series: {@code NAME.scores.csv} with one line per input row, {@code
 * NAME.alerts.jsonl} with one line per alert message.
 */
public final class BacktestFiles implements Backtest.Listener, Closeable {
    private final CsvWriter scores;
    private final Writer alerts;

    public BacktestFiles(Path directory, String name) throws IOException {
        Files.createDirectories(directory);
        BufferedWriter scoresFile = Files.newBufferedWriter(directory.resolve(name + ".scores.csv"));
        this.scores = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(scoresFile);
        this.alerts = Files.newBufferedWriter(directory.resolve(name + ".alerts.jsonl"));
        scores.writeRecord("timestamp", "score", "point", "contextual", "collective", "alert", "raised", "kind");
    }

    @Override
    public void row(SeriesRow row, @Nullable StepResult latest, boolean raised) {
        if (latest == null) {
            scores.writeRecord(row.timestamp(), "0", "0", "0", "0", "0", "0", "");
        } else {
            scores.writeRecord(
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

    /** Its line shows what the row before it showed. */
    @Override
    public void late(SeriesRow row) {}

    @Override
    public void alert(Alert alert) {
        try {
            alerts.write(AlertJson.line(alert));
            alerts.write('\n');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        try (alerts) {
            scores.close();
        }
    }
}
