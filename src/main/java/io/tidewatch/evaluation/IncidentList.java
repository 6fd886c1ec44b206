package io.tidewatch.evaluation;

import io.tidewatch.Alert;
import io.tidewatch.detector.Outcomes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects the incidents of a run from its messages. */
public final class IncidentList implements Outcomes {
    private final Map<String, DetectedIncident> byId = new LinkedHashMap<>();

    @Override
    public void alert(Alert alert) {
        long startedMs = alert.getStartedAt().toEpochMilli();
        DetectedIncident before = byId.get(alert.getId());
        long lastMs = alert.getLastAnomalousAt() == null
                ? startedMs
                : alert.getLastAnomalousAt().toEpochMilli();
        byId.put(
                alert.getId(),
                new DetectedIncident(
                        alert.getId(),
                        alert.getEntity(),
                        startedMs,
                        before == null ? lastMs : Math.max(before.lastMs(), lastMs),
                        alert.getKind().name(),
                        before == null ? alert.getScore() : Math.max(before.score(), alert.getScore())));
    }

    /**
     * The incidents with anomalous steps in a range of time, in the order in which they were opened.
     *
     * @param fromMs epoch milliseconds, inclusive
     * @param toMs epoch milliseconds, exclusive
     */
    public List<DetectedIncident> between(long fromMs, long toMs) {
        return byId.values().stream()
                .filter(incident -> incident.within(fromMs, toMs))
                .toList();
    }
}
