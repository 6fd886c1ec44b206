package io.tidewatch.event;

import io.tidewatch.text.Readable;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/** Turns events into records from which an {@link EventExtractor} of the same specification reads the same events. */
public final class EventComposer {
    /** Where the time is when the specification takes the record's own timestamp. */
    public static final String TIME_FIELD = "timestamp";

    private final EventSpec spec;
    private final Schema schema;
    private final List<String> time;
    private final List<String> entity;
    /** One per feature; an empty one counts events, and is in no record. */
    private final List<List<String>> features;

    private final List<List<String>> categories;

    /**
     * @param name of the records' type
     * @throws IllegalArgumentException when no record can hold all fields, naming the key of the configuration
     */
    public EventComposer(EventSpec spec, String name) {
        String timeField = spec.timeField().orElse(TIME_FIELD);
        this.spec = spec;
        this.schema = EventSchema.of(spec, timeField, name);
        this.time = names(timeField);
        this.entity = names(spec.entityField().orElse(""));
        this.features = spec.features().stream().map(EventComposer::names).toList();
        this.categories = spec.categories().stream().map(EventComposer::names).toList();
    }

    private static List<String> names(String path) {
        return path.isEmpty() ? List.of() : FieldPath.parse(path).names();
    }

    public Schema schema() {
        return schema;
    }

    /** Whether the event's time must be the record's own timestamp, too. */
    public boolean timeOfRecord() {
        return spec.timeField().isEmpty();
    }

    /**
     * Turns an event into a record; what is missing is null. Unless a field names the entity, the record's key must.
     *
     * @param event with the specification's features and categories
     * @throws IllegalArgumentException when one field must be both the entity and another category
     */
    public GenericRecord compose(Event event) {
        GenericRecord record = new GenericData.Record(schema);
        put(record, time, event.timestampMs());
        for (int f = 0; f < event.features(); f++) {
            put(record, features.get(f), Double.isNaN(event.value(f)) ? null : event.value(f));
        }
        put(record, entity, event.entity());
        for (int c = 0; c < event.categories(); c++) {
            if (categories.get(c).equals(entity) && !event.entity().equals(event.category(c))) {
                throw new IllegalArgumentException("input.entity and input.categories are both '"
                        + spec.categories().get(c) + "', but the entity is '" + Readable.name(event.entity())
                        + "' and the category '" + Readable.name(String.valueOf(event.category(c)))
                        + "'; take both from one column of the file, or name two fields");
            }
            put(record, categories.get(c), event.category(c));
        }
        return record;
    }

    /** Puts a value at a path, and the records on the way to it; without a value or a path, nothing. */
    private static void put(GenericRecord record, List<String> path, @Nullable Object value) {
        if (value == null || path.isEmpty()) {
            return;
        }
        GenericRecord inner = record;
        for (String name : path.subList(0, path.size() - 1)) {
            if (inner.get(name) == null) {
                Schema optional = inner.getSchema().getField(name).schema();
                inner.put(name, new GenericData.Record(optional.getTypes().get(1)));
            }
            inner = (GenericRecord) inner.get(name);
        }
        inner.put(path.get(path.size() - 1), value);
    }
}
