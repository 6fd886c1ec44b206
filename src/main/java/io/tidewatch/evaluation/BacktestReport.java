package io.tidewatch.evaluation;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidewatch.Alert;
import io.tidewatch.detector.StepResult;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One HTML page that draws every series of a backtest with its scores and alerts; needs no network to be looked at. */
public final class BacktestReport {
    private static final ObjectMapper JSON = JsonMapper.builder().build();
    private static final String CHART = "/META-INF/resources/webjars/uplot/1.6.30/dist/";

    /** Points drawn per series: more cannot be seen. */
    private static final int LARGEST_POINTS = 4000;

    /** Features drawn per series. */
    private static final int LARGEST_FEATURES = 6;

    private final ArrayNode drawn = JSON.createArrayNode();

    /** A listener that draws a series, and passes everything on. */
    public Backtest.Listener series(String name, SeriesEvents series, Backtest.Listener next) {
        Drawing drawing = new Drawing(name, series, series.file().count(), next);
        drawn.add(drawing.node);
        return drawing;
    }

    /** Writes the page. */
    public void write(Path file) throws IOException {
        String page = resource("/report/report.html")
                .replace("/*CHART_STYLE*/", resource(CHART + "uPlot.min.css"))
                .replace("/*CHART*/", resource(CHART + "uPlot.iife.min.js"))
                // A series may be named anything; this keeps it from ending the script.
                .replace("/*DATA*/", JSON.writeValueAsString(drawn).replace("</", "<\\/"));
        Files.writeString(file, page);
    }

    private static String resource(String name) throws IOException {
        try (InputStream stream = BacktestReport.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IOException("the distribution lacks " + name);
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** One series while it goes by. */
    private static final class Drawing implements Backtest.Listener {
        private final ObjectNode node = JSON.createObjectNode();
        private final ArrayNode times;
        private final ArrayNode scores;
        private final List<ArrayNode> values = new ArrayList<>();
        private final ArrayNode alerts;
        private final Backtest.Listener next;
        private final int stride;
        private int row;
        private double highest;

        private Drawing(String name, SeriesEvents series, int rows, Backtest.Listener next) {
            this.next = next;
            this.stride = Math.max(1, rows / LARGEST_POINTS);
            node.put("name", name);
            this.times = node.putArray("times");
            this.scores = node.putArray("scores");
            ArrayNode features = node.putArray("features");
            List<String> names = series.file().features();
            for (int f = 0; f < Math.min(LARGEST_FEATURES, names.size()); f++) {
                values.add(features.addObject().put("name", names.get(f)).putArray("values"));
            }
            this.alerts = node.putArray("alerts");
        }

        @Override
        public void row(SeriesRow seriesRow, @Nullable StepResult latest, boolean raised) {
            next.row(seriesRow, latest, raised);
            highest = Math.max(highest, latest == null ? 0 : latest.score());
            if (row++ % stride == 0) {
                times.add(seriesRow.timestampMs() / 1000.0);
                scores.add(highest);
                highest = 0;
                for (int f = 0; f < values.size(); f++) {
                    double value = seriesRow.value(f);
                    if (Double.isNaN(value)) {
                        values.get(f).addNull();
                    } else {
                        values.get(f).add(value);
                    }
                }
            }
        }

        @Override
        public void alert(Alert alert) {
            next.alert(alert);
            alerts.addObject()
                    .put("status", alert.getStatus().name())
                    .put("kind", alert.getKind().name())
                    .put("from", alert.getStartedAt().toEpochMilli() / 1000.0)
                    .put("to", alert.getWindowEnd().toEpochMilli() / 1000.0)
                    .put("score", alert.getScore())
                    .put("message", alert.getMessage());
        }
    }
}
