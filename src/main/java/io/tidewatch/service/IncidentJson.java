package io.tidewatch.service;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidewatch.Alert;
import io.tidewatch.AlertWindow;
import io.tidewatch.alert.json.AlertJson;
import io.tidewatch.text.Readable;

/** Incidents as the page reads them: the fields of an alert, and {@code name}, the entity as a person may see it. */
final class IncidentJson {
    private IncidentJson() {}

    /** Without window or contributions: a line in a list. */
    static ObjectNode line(Alert newest) {
        ObjectNode node = named(newest);
        node.remove("window");
        node.remove("contributions");
        return node;
    }

    /**
     * The newest message, with the window and the contributions of the newest message that has a window, and with the
     * {@link Rarity} in words where there is one.
     */
    static ObjectNode whole(IncidentBoard.Entry incident) {
        ObjectNode node = named(incident.newest());
        if (incident.newest() != incident.drawn()) {
            ObjectNode drawn = AlertJson.node(incident.drawn());
            node.set("window", drawn.get("window"));
            node.set("contributions", drawn.get("contributions"));
            node.set("anomaly", drawn.get("message"));
        }
        AlertWindow window = incident.drawn().getWindow();
        if (window != null && window.getStepTimes().size() > 1) {
            node.put("rarity", Rarity.words(incident.newest().getProbability(), window));
        }
        return node;
    }

    private static ObjectNode named(Alert alert) {
        return AlertJson.node(alert).put("name", Readable.name(alert.getEntity()));
    }
}
