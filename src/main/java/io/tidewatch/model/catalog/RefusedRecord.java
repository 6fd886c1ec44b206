package io.tidewatch.model.catalog;

import io.tidewatch.text.Readable;

/**
 * A record of the models topic that cannot be used.
 *
 * @param topic that it is in
 * @param key of it, as a person may see it
 * @param reason why, with the remedy
 */
public record RefusedRecord(String topic, String key, String reason) {

    /** In one line. */
    public String text() {
        return Readable.text("record " + key + " of topic " + topic + " is refused: " + reason);
    }
}
