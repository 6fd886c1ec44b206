package io.tidewatch.evaluation.suite;

import io.tidewatch.decision.AnomalyKind;
import io.tidewatch.detector.DetectorSpec;
import io.tidewatch.evaluation.AveragePrecision;
import io.tidewatch.evaluation.LabelledScores;
import io.tidewatch.evaluation.RowSpan;
import io.tidewatch.simulation.AnomalyType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * How a run fares on injected anomalies. An incident catches an anomaly when it is raised on one of the anomaly's rows,
 * or within {@value #TOLERANCE_ROWS} rows after it; the first that does so counts, as its last message up to then
 * describes it.
 */
final class InjectionFigures {
    /** Rows after an anomaly's end in which an alert still counts for it. */
    static final int TOLERANCE_ROWS = 6;

    private final Map<AnomalyKind, Double> averagePrecision = new EnumMap<>(AnomalyKind.class);
    private final Map<AnomalyKind, Integer> kindsRight = new EnumMap<>(AnomalyKind.class);
    private final Map<AnomalyType, int[]> injectedAndCaught = new EnumMap<>(AnomalyType.class);
    private final List<Double> onsetErrors = new ArrayList<>();
    private int featuresRight;
    private int featuresAsked;
    private int falseIncidents;
    private double normalDays;

    /** One series of a run. */
    record Run(LabelledSeries series, ScoreFile scores, List<ReportedIncident> incidents) {

        Run {
            incidents = List.copyOf(incidents);
        }
    }

    InjectionFigures(List<Run> runs, List<Injection> injections) {
        for (AnomalyKind kind : AnomalyKind.values()) {
            averagePrecision.put(kind, averagePrecision(runs, injections, kind));
            kindsRight.put(kind, 0);
        }
        for (Run run : runs) {
            normalDays += run.series.normalDays();
            Set<ReportedIncident> used = new HashSet<>();
            for (Injection injection : injections) {
                if (injection.series().equals(run.series.name())) {
                    add(run, injection, used);
                }
            }
            falseIncidents += (int) run.incidents.stream()
                    .filter(incident -> !used.contains(incident))
                    .count();
        }
    }

    private void add(Run run, Injection injection, Set<ReportedIncident> used) {
        int[] counts = injectedAndCaught.computeIfAbsent(injection.type(), type -> new int[2]);
        counts[0]++;
        int last = Math.min(injection.rows().last() + TOLERANCE_ROWS, run.series.rows() - 1);
        long fromMs = run.series.timeMs(injection.rows().first());
        long toMs = run.series.timeMs(last);
        ReportedIncident catching = null;
        for (ReportedIncident incident : run.incidents) {
            if (raisedWithin(run, incident, injection.rows().first(), last)) {
                used.add(incident);
                catching = catching == null ? incident : catching;
            }
        }
        ReportedIncident.@Nullable Message newest = catching == null ? null : catching.lastUntil(toMs);
        if (catching == null || newest == null) {
            return;
        }
        counts[1]++;
        if (newest.kind().equalsIgnoreCase(injection.kind().label())) {
            kindsRight.merge(injection.kind(), 1, Integer::sum);
        }
        onsetErrors.add(Math.abs(catching.startedMs() - fromMs) / run.series.intervalMs());
        // Where an anomaly is in most features, any answer is right.
        if (injection.features().size() <= 2) {
            featuresAsked++;
            featuresRight += injection.features().contains(newest.topFeature()) ? 1 : 0;
        }
    }

    /** Whether one of an incident's messages that opened it or made it worse is about a row in a range. */
    private static boolean raisedWithin(Run run, ReportedIncident incident, int first, int last) {
        boolean[] raised = run.scores.raised();
        return IntStream.rangeClosed(first, last)
                .filter(row -> raised[row])
                .anyMatch(row ->
                        incident.messages().stream().anyMatch(message -> message.stepMs() == run.series.timeMs(row)));
    }

    /** Rows of one kind of anomaly against all normal rows, of all series together. */
    private static double averagePrecision(List<Run> runs, List<Injection> injections, AnomalyKind kind) {
        List<Boolean> labels = new ArrayList<>();
        List<Double> scores = new ArrayList<>();
        for (Run run : runs) {
            boolean[] ofKind = new boolean[run.series.rows()];
            injections.stream()
                    .filter(each -> each.series().equals(run.series.name()) && each.kind() == kind)
                    .forEach(each ->
                            Arrays.fill(ofKind, each.rows().first(), each.rows().last() + 1, true));
            double[] all = run.scores.scores();
            boolean[] aftermath = aftermath(run.series);
            for (int row = run.series.trainRows(); row < all.length; row++) {
                if (ofKind[row] || !run.series.anomalous(row) && !aftermath[row]) {
                    labels.add(ofKind[row]);
                    scores.add(all[row]);
                }
            }
        }
        boolean[] anomalous = new boolean[labels.size()];
        for (int i = 0; i < anomalous.length; i++) {
            anomalous[i] = labels.get(i);
        }
        return anomalous.length == 0
                ? Double.NaN
                : AveragePrecision.of(new LabelledScores(
                        anomalous,
                        scores.stream().mapToDouble(Double::doubleValue).toArray()));
    }

    /** Rows whose window still holds an anomaly that is over: neither anomalous nor normal. */
    private static boolean[] aftermath(LabelledSeries series) {
        boolean[] after = new boolean[series.rows()];
        for (RowSpan anomaly : series.windows()) {
            int end = Math.min(series.rows(), anomaly.last() + DetectorSpec.DEFAULT_WINDOW_STEPS);
            Arrays.fill(after, anomaly.last() + 1, Math.max(anomaly.last() + 1, end), true);
        }
        return after;
    }

    /** AUC-PR of one kind's rows against the normal rows, 0..1; NaN without any. */
    double averagePrecision(AnomalyKind kind) {
        return averagePrecision.getOrDefault(kind, Double.NaN);
    }

    int injected(AnomalyKind kind) {
        return sum(kind, 0);
    }

    int caught(AnomalyKind kind) {
        return sum(kind, 1);
    }

    private int sum(AnomalyKind kind, int index) {
        return injectedAndCaught.entrySet().stream()
                .filter(entry -> entry.getKey().kind() == kind)
                .mapToInt(entry -> entry.getValue()[index])
                .sum();
    }

    int injected(AnomalyType type) {
        return injectedAndCaught.getOrDefault(type, new int[2])[0];
    }

    int caught(AnomalyType type) {
        return injectedAndCaught.getOrDefault(type, new int[2])[1];
    }

    /** Anomalies of a kind that were caught and named rightly. */
    int kindRight(AnomalyKind kind) {
        return kindsRight.getOrDefault(kind, 0);
    }

    /** Share of all injected anomalies that were caught and named rightly, 0..1; a missed one is wrong. */
    double kindAccuracy() {
        int right = kindsRight.values().stream().mapToInt(Integer::intValue).sum();
        int injected = injectedAndCaught.values().stream()
                .mapToInt(counts -> counts[0])
                .sum();
        return right / (double) injected;
    }

    /**
     * Of the anomalies caught that are in one or two features, the share whose strongest contribution is one of these.
     */
    double topFeature() {
        return featuresRight / (double) featuresAsked;
    }

    /** Median distance between the start of an incident and that of its anomaly, rows; NaN when none was caught. */
    double onsetError() {
        double[] sorted =
                onsetErrors.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        int half = sorted.length / 2;
        if (sorted.length == 0) {
            return Double.NaN;
        }
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }

    /** Incidents that caught nothing, per entity and day of normal rows. */
    double falsePerDay() {
        return falseIncidents / normalDays;
    }
}
