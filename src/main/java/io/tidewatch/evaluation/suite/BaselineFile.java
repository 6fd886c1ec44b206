package io.tidewatch.evaluation.suite;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/** The scores of a baseline as a file, so that its figures can be checked elsewhere: {@code timestamp,score}. */
final class BaselineFile {
    private BaselineFile() {}

    static void write(Path directory, LabelledSeries series, double[] scores) throws IOException {
        Files.createDirectories(directory);
        try (BufferedWriter file = Files.newBufferedWriter(directory.resolve(series.name() + ".scores.csv"))) {
            file.write("timestamp,score\n");
            for (int row = 0; row < scores.length; row++) {
                file.write(Instant.ofEpochMilli(series.timeMs(row)) + "," + scores[row] + "\n");
            }
        }
    }
}
