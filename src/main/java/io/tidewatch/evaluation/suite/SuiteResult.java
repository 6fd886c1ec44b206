package io.tidewatch.evaluation.suite;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What came of one suite: the figures of each detector, per seed, for the whole suite and for each series. */
public final class SuiteResult {
    private final String suite;
    private final List<String> series;
    private final Map<String, List<Figures>> whole = new LinkedHashMap<>();
    private final Map<String, Map<String, List<Figures>>> perSeries = new LinkedHashMap<>();
    private final List<InjectionFigures> injections = new ArrayList<>();
    private final Map<String, String> pages = new LinkedHashMap<>();
    private int otherwise;

    SuiteResult(String suite, List<String> series) {
        this.suite = suite;
        this.series = List.copyOf(series);
    }

    String suite() {
        return suite;
    }

    /** Names of the series, in order. */
    List<String> series() {
        return series;
    }

    /**
     * Adds one seed of a detector.
     *
     * @param each figures per series, in their order
     * @param together figures that only the whole suite has; the others are the means over the series
     */
    void add(String detector, List<Figures> each, Figures together) {
        whole.computeIfAbsent(detector, added -> new ArrayList<>())
                .add(Figures.mean(each).and(together));
        Map<String, List<Figures>> ofDetector = perSeries.computeIfAbsent(detector, added -> new LinkedHashMap<>());
        for (int i = 0; i < series.size(); i++) {
            ofDetector
                    .computeIfAbsent(series.get(i), added -> new ArrayList<>())
                    .add(each.get(i));
        }
    }

    void add(InjectionFigures figures) {
        injections.add(figures);
    }

    /** Names the page of a series, relative to the report. */
    void page(String name, String page) {
        pages.put(name, page);
    }

    /** Adds rows on which a replay of the shipped budget decided otherwise than the run. */
    void decidedOtherwise(int rows) {
        otherwise += rows;
    }

    /** Rows on which a replay of the shipped budget decided otherwise than the runs. */
    int otherwise() {
        return otherwise;
    }

    /** In the order in which they were added. */
    List<String> detectors() {
        return List.copyOf(whole.keySet());
    }

    /** Figures of the suite, per seed. */
    List<Figures> seeds(String detector) {
        return whole.getOrDefault(detector, List.of());
    }

    /** One figure of the suite over the seeds. */
    Spread spread(String detector, Metric metric) {
        return Spread.of(seeds(detector).stream().map(each -> each.get(metric)).toList());
    }

    /** Figures of a series, the mean over the seeds. */
    Figures ofSeries(String detector, String name) {
        return Figures.mean(perSeries.getOrDefault(detector, Map.of()).getOrDefault(name, List.of()));
    }

    /** On injected anomalies, per seed; empty without any. */
    List<InjectionFigures> injections() {
        return List.copyOf(injections);
    }

    /** The page of a series; empty: there is none. */
    String pageOf(String name) {
        return pages.getOrDefault(name, "");
    }
}
