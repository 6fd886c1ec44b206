package io.tidewatch.evaluation;

import io.tidewatch.Alert;
import io.tidewatch.AlertStatus;
import io.tidewatch.AlertWindow;
import io.tidewatch.decision.AnomalyKind;
import io.tidewatch.simulation.InjectedAnomaly;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Which injected anomalies the alerts caught, and which alerts were false. An incident catches an anomaly of its entity
 * when it was first reported, or reported as worse, while the anomaly lasted or within the tolerance after it.
 */
public final class CatchReport {
    private final Map<AnomalyKind, int[]> injectedAndCaught = new EnumMap<>(AnomalyKind.class);
    private final Map<AnomalyKind, Integer> rightKind = new EnumMap<>(AnomalyKind.class);
    private final int falseAlarms;
    private final int incidents;

    /**
     * @param toleranceMs how long after an anomaly's end an alert still counts for it, milliseconds
     */
    public CatchReport(List<InjectedAnomaly> injected, Collection<Alert> alerts, long toleranceMs) {
        for (AnomalyKind kind : AnomalyKind.values()) {
            injectedAndCaught.put(kind, new int[2]);
            rightKind.put(kind, 0);
        }
        Map<String, Alert> newest = new LinkedHashMap<>();
        for (Alert alert : alerts) {
            if (alert.getStatus() != AlertStatus.CLOSED) {
                newest.put(alert.getId(), alert);
            }
        }
        Set<String> used = new HashSet<>();
        for (InjectedAnomaly anomaly : injected) {
            int[] counts = injectedAndCaught.getOrDefault(anomaly.kind(), new int[2]);
            counts[0]++;
            boolean caught = false;
            boolean right = false;
            for (Alert alert : alerts) {
                if (alert.getStatus() != AlertStatus.CLOSED && catches(alert, anomaly, toleranceMs)) {
                    caught = true;
                    used.add(alert.getId());
                    Alert last = newest.getOrDefault(alert.getId(), alert);
                    right |= last.getKind().name().equals(anomaly.kind().name());
                }
            }
            counts[1] += caught ? 1 : 0;
            if (right) {
                rightKind.merge(anomaly.kind(), 1, Integer::sum);
            }
        }
        this.incidents = newest.size();
        this.falseAlarms =
                (int) newest.keySet().stream().filter(id -> !used.contains(id)).count();
    }

    private static boolean catches(Alert alert, InjectedAnomaly anomaly, long toleranceMs) {
        long reportedMs = stepMs(alert);
        return alert.getEntity().equals(anomaly.entity())
                && reportedMs >= anomaly.onsetMs()
                && reportedMs < anomaly.endMs() + toleranceMs;
    }

    /** Start of the step that a message is about: its window's end would count a step before the onset too. */
    private static long stepMs(Alert alert) {
        AlertWindow window = alert.getWindow();
        return window == null || window.getStepTimes().isEmpty()
                ? alert.getWindowEnd().toEpochMilli()
                : window.getStepTimes().get(window.getStepTimes().size() - 1).toEpochMilli();
    }

    public int injected(AnomalyKind kind) {
        return injectedAndCaught.getOrDefault(kind, new int[2])[0];
    }

    public int caught(AnomalyKind kind) {
        return injectedAndCaught.getOrDefault(kind, new int[2])[1];
    }

    /** Of those caught, how many were named rightly. */
    public int rightKind(AnomalyKind kind) {
        return rightKind.getOrDefault(kind, 0);
    }

    /** Anomalies of all kinds caught. */
    public int caught() {
        return injectedAndCaught.values().stream().mapToInt(counts -> counts[1]).sum();
    }

    /** Incidents that belong to no injected anomaly. */
    public int falseAlarms() {
        return falseAlarms;
    }

    /** All incidents. */
    public int incidents() {
        return incidents;
    }

    /** The figures as a table, a line per kind. */
    public String table() {
        StringBuilder table = new StringBuilder();
        table.append(String.format(
                Locale.ROOT, "%-12s %9s %7s %7s %11s%n", "kind", "injected", "caught", "missed", "named right"));
        for (AnomalyKind kind : AnomalyKind.values()) {
            table.append(String.format(
                    Locale.ROOT,
                    "%-12s %9d %7d %7d %11d%n",
                    kind.label(),
                    injected(kind),
                    caught(kind),
                    injected(kind) - caught(kind),
                    rightKind(kind)));
        }
        table.append(String.format(Locale.ROOT, "%d incidents, %d of them false alarms%n", incidents, falseAlarms));
        return table.toString();
    }
}
