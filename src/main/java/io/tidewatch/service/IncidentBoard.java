package io.tidewatch.service;

import io.tidewatch.Alert;
import io.tidewatch.AlertStatus;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The latest incidents that this instance has reported, each folded from its messages; bounded. Safe for many threads,
 * and quick: a stream thread only puts a message into a map.
 */
public final class IncidentBoard {
    /** Incidents kept; closed ones make room first. */
    static final int LARGEST = 200;

    /** Ids of open incidents counted, beyond those that are kept. */
    private static final int LARGEST_OPEN = 100_000;

    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final Set<String> open = new LinkedHashSet<>();
    private long changes;

    /**
     * An incident.
     *
     * @param newest its newest message
     * @param drawn its newest message that has a window to draw; the newest itself when none had
     * @param change the board's count of changes when it last changed
     */
    record Entry(Alert newest, Alert drawn, long change) {}

    /**
     * Takes the next message of an incident. One that is older than what is known, read again after a fault, is
     * ignored.
     */
    public synchronized void add(Alert alert) {
        String id = alert.getId();
        Entry before = entries.get(id);
        if (before != null && alert.getSequence() < before.newest().getSequence()) {
            return;
        }
        changes++;
        entries.remove(id);
        entries.put(
                id, new Entry(alert, before == null || alert.getWindow() != null ? alert : before.drawn(), changes));
        if (alert.getStatus() == AlertStatus.CLOSED) {
            open.remove(id);
        } else if (open.size() < LARGEST_OPEN) {
            open.add(id);
        }
        makeRoom();
    }

    private void makeRoom() {
        if (entries.size() <= LARGEST) {
            return;
        }
        String leaves = entries.values().stream()
                .map(Entry::newest)
                .filter(alert -> alert.getStatus() == AlertStatus.CLOSED)
                .findFirst()
                .map(Alert::getId)
                .orElseGet(() -> entries.keySet().iterator().next());
        entries.remove(leaves);
    }

    /** The newest message of each incident, the latest reported first. */
    public synchronized List<Alert> latest(int limit) {
        return newestFirst(0).stream().limit(limit).map(Entry::newest).toList();
    }

    /** Incidents that changed after a count of {@link #changes}, the latest first. */
    synchronized List<Entry> changedSince(long count) {
        return count == changes ? List.of() : newestFirst(count);
    }

    private List<Entry> newestFirst(long since) {
        List<Entry> list = new ArrayList<>(entries.values());
        list.removeIf(entry -> entry.change() <= since);
        list.sort(Comparator.comparingLong(Entry::change).reversed());
        return list;
    }

    /** How often anything changed. */
    synchronized long changes() {
        return changes;
    }

    /** An incident; empty when this instance has not reported it, or has forgotten it for newer ones. */
    synchronized Optional<Entry> find(String id) {
        return Optional.ofNullable(entries.get(id));
    }

    /** Incidents that are open, those that had to make room included. */
    public synchronized long open() {
        return open.size();
    }
}
