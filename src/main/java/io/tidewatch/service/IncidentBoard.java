package io.tidewatch.service;

import io.tidewatch.Alert;
import io.tidewatch.AlertStatus;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The latest incidents that this instance has told, newest first; bounded. Safe for many threads. */
public final class IncidentBoard {
    private static final int LARGEST = 200;

    private final Map<String, Alert> newest = new LinkedHashMap<>();
    private final Map<String, Alert> drawn = new LinkedHashMap<>();

    /** Takes the next message of an incident. */
    public synchronized void add(Alert alert) {
        String id = alert.getId();
        newest.remove(id);
        newest.put(id, alert);
        if (alert.getStatus() != AlertStatus.CLOSED) {
            drawn.put(id, alert);
        }
        while (newest.size() > LARGEST) {
            String oldest = newest.keySet().iterator().next();
            newest.remove(oldest);
            drawn.remove(oldest);
        }
    }

    /** The newest message of each incident, the latest told first. */
    public synchronized List<Alert> latest(int limit) {
        List<Alert> alerts = new ArrayList<>(newest.values());
        Collections.reverse(alerts);
        return List.copyOf(alerts.subList(0, Math.min(limit, alerts.size())));
    }

    /** The newest message of an incident that has contributions and a window to draw. */
    public synchronized Optional<Alert> drawn(String id) {
        return Optional.ofNullable(drawn.get(id));
    }

    /** The newest message of an incident. */
    public synchronized Optional<Alert> find(String id) {
        return Optional.ofNullable(newest.get(id));
    }

    /** Incidents that are open. */
    public synchronized long open() {
        return newest.values().stream()
                .filter(alert -> alert.getStatus() != AlertStatus.CLOSED)
                .count();
    }
}
