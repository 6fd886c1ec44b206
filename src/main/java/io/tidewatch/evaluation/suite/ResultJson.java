package io.tidewatch.evaluation.suite;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** What came of suites, as JSON: each figure with its mean, its deviation, and its value of each seed. */
final class ResultJson {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final List<SuiteResult> results;

    ResultJson(List<SuiteResult> results) {
        this.results = List.copyOf(results);
    }

    ObjectNode object() {
        ObjectNode object = NODES.objectNode();
        ArrayNode suites = object.putArray("suites");
        results.forEach(result -> suites.add(suite(result)));
        return object;
    }

    private static ObjectNode suite(SuiteResult result) {
        ResultTables tables = new ResultTables(result);
        ObjectNode suite = NODES.objectNode().put("name", result.suite());
        ArrayNode metrics = suite.putArray("metrics");
        tables.metrics().forEach(metric -> metrics.addObject()
                .put("name", metric.title())
                .put("digits", metric.digits())
                .put("higherIsBetter", metric.higherIsBetter()));
        ArrayNode detectors = suite.putArray("detectors");
        for (String name : result.detectors()) {
            ObjectNode figures = detectors.addObject().put("name", name).putObject("figures");
            for (Metric metric : tables.metrics()) {
                Spread spread = result.spread(name, metric);
                if (!spread.values().isEmpty()) {
                    figures.set(metric.title(), spread(spread));
                }
            }
        }
        ArrayNode series = suite.putArray("series");
        for (String name : result.series()) {
            ObjectNode one = series.addObject().put("name", name).put("page", result.pageOf(name));
            ObjectNode byDetector = one.putObject("figures");
            result.detectors().forEach(detector -> byDetector.set(detector, figures(result.ofSeries(detector, name))));
        }
        ArrayNode tablesNode = suite.putArray("tables");
        tables.summary().stream().skip(1).forEach(table -> tablesNode.add(table(table)));
        return suite.put("replayedOtherwise", result.otherwise());
    }

    private static ObjectNode spread(Spread spread) {
        ObjectNode node = NODES.objectNode().put("mean", spread.mean());
        if (!Double.isNaN(spread.deviation())) {
            node.put("deviation", spread.deviation());
        }
        ArrayNode seeds = node.putArray("seeds");
        spread.values().forEach(value -> seeds.add(value.doubleValue()));
        return node;
    }

    private static ObjectNode figures(Figures figures) {
        ObjectNode node = NODES.objectNode();
        for (Metric metric : Metric.values()) {
            if (figures.has(metric)) {
                node.put(metric.title(), figures.get(metric));
            }
        }
        return node;
    }

    private static ObjectNode table(Table table) {
        ObjectNode node = NODES.objectNode().put("title", table.title());
        ArrayNode header = node.putArray("header");
        table.header().forEach(header::add);
        ArrayNode rows = node.putArray("rows");
        for (List<String> row : table.rows()) {
            ArrayNode cells = rows.addArray();
            row.forEach(cells::add);
        }
        return node;
    }
}
