package io.tidewatch.cli;

import io.tidewatch.event.EventComposer;
import io.tidewatch.event.EventSpec;
import io.tidewatch.event.KeyFormat;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where in a record {@code replay} puts what it sends, so that {@code run} of the same configuration reads it. */
final class SentFields {

    private SentFields() {}

    /**
     * The configured fields; without configured features, one for each column.
     *
     * @param columns feature columns of the file
     * @throws IllegalArgumentException when that cannot be sent, naming the key of the configuration
     */
    static EventSpec of(EventSpec event, List<String> columns) {
        boolean textKey = event.keyFormat() == KeyFormat.AUTO || event.keyFormat() == KeyFormat.TEXT;
        if (event.entityField().isEmpty() && !textKey) {
            throw new IllegalArgumentException("input.key-format is "
                    + event.keyFormat().label() + ", but replay writes keys as text; set it to text, or input.entity to"
                    + " a field");
        }
        return event.features().isEmpty() ? ofColumns(event, columns) : event;
    }

    private static EventSpec ofColumns(EventSpec event, List<String> columns) {
        return new EventSpec(
                event.entityField(),
                // The record's own timestamp stays the time of producing: retention counts from it.
                event.timeField().or(() -> Optional.of(EventComposer.TIME_FIELD)),
                event.timeUnit(),
                names(columns),
                event.categories(),
                event.earliestMs(),
                event.aheadMs(),
                event.keyFormat(),
                event.zone());
    }

    private static List<String> names(List<String> columns) {
        Map<String, String> named = new HashMap<>();
        for (String column : columns) {
            String other = named.putIfAbsent(avroName(column), column);
            if (other != null) {
                throw new IllegalArgumentException("columns '" + other + "' and '" + column
                        + "' would both be the Avro field " + avroName(column) + "; rename one of them");
            }
        }
        return columns.stream().map(SentFields::avroName).toList();
    }

    /** The nearest name that Avro allows. */
    static String avroName(String text) {
        String name = text.replaceAll("[^A-Za-z0-9_]", "_");
        return name.matches("[A-Za-z_].*") ? name : "_" + name;
    }
}
