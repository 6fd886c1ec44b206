package io.tidewatch.evaluation;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidewatch.Alert;
import io.tidewatch.AlertStatus;
import io.tidewatch.Contribution;
import io.tidewatch.series.SeriesRow;
import io.tidewatch.text.Readable;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** What a backtest's page shows of one entity: its rows, thinned, and its incidents. */
final class ReportSection {
    /** Buckets drawn: more cannot be seen. */
    private static final int LARGEST_BUCKETS = 2000;

    /** Features drawn: those that carry most of the alerts. */
    private static final int LARGEST_FEATURES = 6;

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final String title;
    private final List<String> features;
    private final SeriesTrace trace;
    private final Map<String, ObjectNode> incidents = new LinkedHashMap<>();
    private final Map<String, Double> shares = new HashMap<>();

    ReportSection(String title, List<String> features) {
        this.title = title;
        this.features = features;
        this.trace = new SeriesTrace(features.size(), LARGEST_BUCKETS);
    }

    void row(SeriesRow row, double score) {
        trace.add(row, score);
    }

    void alert(Alert alert) {
        ObjectNode incident = incidents.computeIfAbsent(alert.getId(), id -> NODES.objectNode()
                .put("from", alert.getStartedAt().toEpochMilli() / 1000.0)
                .put("message", alert.getMessage()));
        incident.put("to", alert.getWindowEnd().toEpochMilli() / 1000.0);
        incident.put("score", alert.getScore());
        incident.put("kind", alert.getKind().name());
        incident.put("open", alert.getStatus() != AlertStatus.CLOSED);
        for (Contribution contribution : alert.getContributions()) {
            shares.merge(contribution.getFeature(), contribution.getShare(), Double::sum);
        }
    }

    ObjectNode node() {
        ObjectNode node = NODES.objectNode().put("title", title);
        ArrayNode times = node.putArray("times");
        ArrayNode scores = node.putArray("scores");
        for (int p = 0; p < trace.points(); p++) {
            times.add(trace.timeMs(p) / 1000.0);
            scores.add((float) trace.score(p));
        }
        node.put("columns", features.size());
        ArrayNode drawn = node.putArray("features");
        List<Integer> chosen = IntStream.range(0, features.size())
                .boxed()
                .sorted(Comparator.comparingDouble(f -> -shares.getOrDefault(features.get(f), 0.0)))
                .limit(LARGEST_FEATURES)
                .toList();
        for (int f : chosen) {
            ArrayNode values = drawn.addObject()
                    .put("name", Readable.name(features.get(f)))
                    .putArray("values");
            for (int p = 0; p < trace.points(); p++) {
                float value = (float) trace.value(p, f);
                if (Float.isFinite(value)) {
                    values.add(value);
                } else {
                    values.addNull();
                }
            }
        }
        node.set("labels", labels());
        node.putArray("incidents").addAll(incidents.values());
        return node;
    }

    private ArrayNode labels() {
        boolean[] anomalous = new boolean[trace.points()];
        for (int p = 0; p < anomalous.length; p++) {
            anomalous[p] = trace.anomalous(p);
        }
        ArrayNode labels = NODES.arrayNode();
        for (RowSpan span : RowSpan.of(anomalous)) {
            labels.addObject()
                    .put("from", trace.timeMs(span.first()) / 1000.0)
                    .put("to", trace.timeMs(span.last()) / 1000.0);
        }
        return labels;
    }
}
