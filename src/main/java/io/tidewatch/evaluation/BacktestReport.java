package io.tidewatch.evaluation;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.tidewatch.Alert;
import io.tidewatch.detector.StepResult;
import io.tidewatch.series.PendingFile;
import io.tidewatch.series.SeriesEvents;
import io.tidewatch.series.SeriesRow;
import io.tidewatch.text.Readable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One HTML page that draws every series of a backtest with its scores and alerts; needs no network to be looked at. */
public final class BacktestReport {
    private static final ObjectMapper JSON = JsonMapper.builder().build();
    private static final String CHART = "/META-INF/resources/webjars/uplot/1.6.30/dist/";

    /** Entities drawn per file: a page of more is not read. */
    private static final int LARGEST_ENTITIES = 24;

    private final List<Drawing> drawings = new ArrayList<>();

    /** A listener that draws a series. */
    public Backtest.Listener series(String name, SeriesEvents series) {
        Drawing drawing = new Drawing(name, series.file().features());
        drawings.add(drawing);
        return drawing;
    }

    /** Writes the page. */
    public void write(Path file) throws IOException {
        ArrayNode sections = JSON.createArrayNode();
        for (Drawing drawing : drawings) {
            drawing.sections.values().forEach(section -> sections.add(section.node()));
        }
        String page = resource("/report/report.html")
                .replace("/*CHART_STYLE*/", resource(CHART + "uPlot.min.css"))
                .replace("/*CHART*/", resource(CHART + "uPlot.iife.min.js"))
                // A series may be named anything; this keeps it from ending the script.
                .replace("/*DATA*/", JSON.writeValueAsString(sections).replace("<", "\\u003c"));
        try (PendingFile pending = new PendingFile(file)) {
            Files.writeString(pending.temporary(), page);
            pending.publish();
        }
    }

    private static String resource(String name) throws IOException {
        try (InputStream stream = BacktestReport.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IOException("the distribution lacks " + name);
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** One series while it goes by, a section per entity. */
    private static final class Drawing implements Backtest.Listener {
        private final String name;
        private final List<String> features;
        private final Map<String, ReportSection> sections = new LinkedHashMap<>();

        private Drawing(String name, List<String> features) {
            this.name = Readable.name(name);
            this.features = features;
        }

        @Override
        public void row(SeriesRow row, @Nullable StepResult latest, boolean raised) {
            ReportSection section = section(row.entity());
            if (section != null) {
                section.row(row, latest == null ? 0 : latest.score());
            }
        }

        @Override
        public void alert(Alert alert) {
            // In a file without an entity column all rows and alerts are of one entity.
            ReportSection section = sections.getOrDefault(alert.getEntity(), sections.get(""));
            if (section != null) {
                section.alert(alert);
            }
        }

        private @Nullable ReportSection section(String entity) {
            if (!sections.containsKey(entity) && sections.size() == LARGEST_ENTITIES) {
                return null;
            }
            return sections.computeIfAbsent(
                    entity,
                    added -> new ReportSection(
                            added.isEmpty() ? name : name + " \u00b7 " + Readable.name(added), features));
        }
    }
}
