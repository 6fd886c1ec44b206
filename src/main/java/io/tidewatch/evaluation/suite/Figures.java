package io.tidewatch.evaluation.suite;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Some of the metrics with their values. Immutable. */
public final class Figures {
    /** No figure at all. */
    public static final Figures NONE = new Figures(Map.of());

    private final Map<Metric, Double> values;

    public Figures(Map<Metric, Double> values) {
        Map<Metric, Double> copy = new EnumMap<>(Metric.class);
        values.forEach((metric, value) -> {
            if (!Double.isNaN(value)) {
                copy.put(metric, value);
            }
        });
        this.values = copy;
    }

    /** NaN: it does not apply. */
    public double get(Metric metric) {
        return values.getOrDefault(metric, Double.NaN);
    }

    public boolean has(Metric metric) {
        return values.containsKey(metric);
    }

    /** These and others; of both, the others. */
    public Figures and(Figures others) {
        Map<Metric, Double> all = new EnumMap<>(Metric.class);
        all.putAll(values);
        all.putAll(others.values);
        return new Figures(all);
    }

    /** Metric by metric the mean of those that have it. */
    public static Figures mean(Collection<Figures> figures) {
        Map<Metric, Double> means = new EnumMap<>(Metric.class);
        for (Metric metric : Metric.values()) {
            means.put(
                    metric,
                    all(figures, metric).stream().mapToDouble(x -> x).average().orElse(Double.NaN));
        }
        return new Figures(means);
    }

    private static List<Double> all(Collection<Figures> figures, Metric metric) {
        List<Double> values = new ArrayList<>();
        figures.stream().filter(each -> each.has(metric)).forEach(each -> values.add(each.get(metric)));
        return values;
    }
}
