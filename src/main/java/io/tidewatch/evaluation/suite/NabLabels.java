package io.tidewatch.evaluation.suite;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tidewatch.evaluation.NabWindow;
import io.tidewatch.event.TimeText;
import io.tidewatch.series.SeriesException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The labelled windows of the Numenta Anomaly Benchmark: {@code {"category/file.csv": [[from, to], ...], ...}}. */
final class NabLabels {
    private NabLabels() {}

    /**
     * Reads all windows.
     *
     * @return per file, in the order of their names: its windows
     * @throws SeriesException when the file is not such a list
     */
    static Map<String, List<NabWindow>> read(Path file) {
        Map<String, List<NabWindow>> windows = new TreeMap<>();
        try {
            JsonNode root = JsonMapper.builder().build().readTree(Files.readString(file));
            root.properties().forEach(entry -> windows.put(entry.getKey(), windows(entry.getValue())));
        } catch (IOException | DateTimeException | IllegalArgumentException e) {
            throw new SeriesException(
                    file + " is no list of labelled windows (" + e.getMessage()
                            + "); take the benchmark's own combined_windows.json",
                    e);
        }
        return windows;
    }

    private static List<NabWindow> windows(JsonNode pairs) {
        List<NabWindow> windows = new ArrayList<>();
        for (JsonNode pair : pairs) {
            windows.add(new NabWindow(
                    TimeText.UTC.read(pair.path(0).asText()).earlierMs(),
                    TimeText.UTC.read(pair.path(1).asText()).earlierMs()));
        }
        return windows;
    }
}
