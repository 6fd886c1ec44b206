package io.tidewatch.evaluation.suite;

import io.tidewatch.evaluation.NabWindow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/** Series, scores and alerts of a test, as files in its directory. A row every minute. */
final class Written {
    static final long START_MS = Instant.parse("2026-03-02T00:00:00Z").toEpochMilli();
    static final long STEP_MS = 60_000;

    private Written() {}

    static long timeMs(int row) {
        return START_MS + row * STEP_MS;
    }

    /** A series of one feature; a row is labelled where its flag is 1. */
    static Path series(Path file, double[] values, int... labels) {
        List<String> lines = new ArrayList<>(List.of("timestamp,value,label"));
        for (int row = 0; row < values.length; row++) {
            lines.add(timeMs(row) + "," + values[row] + "," + (row < labels.length ? labels[row] : 0));
        }
        return write(file, lines);
    }

    /** A series whose rows are labelled by flags, the first ones to learn from. */
    static LabelledSeries labelled(Path directory, String name, int trainRows, int... labels) {
        Path file = series(directory.resolve(name + ".csv"), new double[labels.length], labels);
        return LabelledSeries.read(new SuiteSeries(name, file, null, trainRows));
    }

    static LabelledSeries windowed(Path directory, String name, int rows, NabWindow... windows) {
        Path file = series(directory.resolve(name + ".csv"), new double[rows]);
        return LabelledSeries.read(new SuiteSeries(name, file, List.of(windows), 0));
    }

    /** @param row what stands behind the timestamp: {@code score,point,contextual,collective,alert,raised,kind} */
    static Path scores(Path file, int rows, IntFunction<String> row) {
        List<String> lines = new ArrayList<>(List.of("timestamp,score,point,contextual,collective,alert,raised,kind"));
        for (int i = 0; i < rows; i++) {
            lines.add(Instant.ofEpochMilli(timeMs(i)) + "," + row.apply(i));
        }
        return write(file, lines);
    }

    /** One message of an incident that began with a row, told at another. */
    static String message(String id, String status, int startedRow, int toldRow, String kind, String topFeature) {
        return """
                {"id":"%s","status":"%s","startedAt":"%s","kind":"%s","contributions":[{"feature":"%s"}],\
                "window":{"stepTimes":["%s","%s"]}}""".formatted(
                        id,
                        status,
                        Instant.ofEpochMilli(timeMs(startedRow)),
                        kind,
                        topFeature,
                        Instant.ofEpochMilli(timeMs(toldRow - 1)),
                        Instant.ofEpochMilli(timeMs(toldRow)));
    }

    static Path write(Path file, List<String> lines) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            return Files.write(file, lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
