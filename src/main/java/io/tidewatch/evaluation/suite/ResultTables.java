package io.tidewatch.evaluation.suite;

import io.tidewatch.decision.AnomalyKind;
import io.tidewatch.simulation.AnomalyType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** What came of a suite, as tables: means ± sample standard deviations over the seeds. */
final class ResultTables {
    private final SuiteResult result;

    ResultTables(SuiteResult result) {
        this.result = result;
    }

    /** Detectors, baselines and controls; after it, for injected anomalies, their kinds and types. */
    List<Table> summary() {
        List<Table> tables = new ArrayList<>(List.of(detectors()));
        if (!result.injections().isEmpty()) {
            tables.add(kinds());
            tables.add(types());
            tables.add(reported());
        }
        return tables;
    }

    private Table detectors() {
        List<Metric> metrics = metrics();
        List<String> header = new ArrayList<>(List.of("detector"));
        metrics.forEach(metric -> header.add(metric.title()));
        List<List<String>> rows = new ArrayList<>();
        for (String detector : result.detectors()) {
            List<String> row = new ArrayList<>(List.of(detector));
            metrics.forEach(metric -> row.add(result.spread(detector, metric).text(metric.digits())));
            rows.add(row);
        }
        return new Table(result.suite() + ": " + result.series().size() + " series", header, rows);
    }

    /** The metrics that anything was measured of. */
    List<Metric> metrics() {
        return Arrays.stream(Metric.values())
                .filter(metric -> result.detectors().stream()
                        .anyMatch(detector ->
                                !result.spread(detector, metric).values().isEmpty()))
                .toList();
    }

    /** The detector's figures of each series, means over the seeds. */
    Table series() {
        List<Metric> metrics = Arrays.stream(Metric.values())
                .filter(metric -> result.series().stream().anyMatch(name -> result.ofSeries(Evaluation.DETECTOR, name)
                        .has(metric)))
                .toList();
        List<String> header = new ArrayList<>(List.of("series"));
        metrics.forEach(metric -> header.add(metric.title()));
        List<List<String>> rows = new ArrayList<>();
        for (String name : result.series()) {
            Figures figures = result.ofSeries(Evaluation.DETECTOR, name);
            List<String> row = new ArrayList<>(List.of(name));
            metrics.forEach(
                    metric -> row.add(Spread.of(List.of(figures.get(metric))).text(metric.digits())));
            rows.add(row);
        }
        return new Table(result.suite() + ": " + Evaluation.DETECTOR + ", by series", header, rows);
    }

    private Table kinds() {
        List<List<String>> rows = new ArrayList<>();
        for (AnomalyKind kind : AnomalyKind.values()) {
            rows.add(List.of(
                    kind.label(),
                    over(each -> each.averagePrecision(kind)).text(3),
                    over(each -> each.injected(kind)).text(1),
                    over(each -> each.caught(kind)).text(1),
                    over(each -> each.kindRight(kind)).text(1)));
        }
        return new Table(
                result.suite() + ": kinds of anomalies",
                List.of("kind", "AUC-PR", "injected", "caught", "named rightly"),
                rows);
    }

    private Table types() {
        List<List<String>> rows = new ArrayList<>();
        Stream.of(AnomalyType.values())
                .filter(type -> over(each -> each.injected(type)).mean() > 0)
                .forEach(type -> rows.add(List.of(
                        type.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' '),
                        over(each -> each.injected(type)).text(1),
                        over(each -> each.caught(type)).text(1))));
        return new Table(result.suite() + ": types of anomalies", List.of("type", "injected", "caught"), rows);
    }

    private Table reported() {
        return new Table(
                result.suite() + ": what the alerts say",
                List.of("kind right, of all injected", "top feature right", "onset error, rows", "false per day"),
                List.of(List.of(
                        over(InjectionFigures::kindAccuracy).text(3),
                        over(InjectionFigures::topFeature).text(3),
                        over(InjectionFigures::onsetError).text(1),
                        over(InjectionFigures::falsePerDay).text(3))));
    }

    private Spread over(ToDoubleFunction<InjectionFigures> figure) {
        return Spread.of(result.injections().stream().map(figure::applyAsDouble).toList());
    }
}
