package io.tidewatch.event;

import io.tidewatch.event.Extraction.Rejected;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.jspecify.annotations.Nullable;

/** A configured field in one writer schema: where it is, and which of its types can serve. */
final class TypedField {
    private final String role;
    private final String path;
    private final String wanted;
    private final FieldReader reader;
    private final List<Schema> fitting = new ArrayList<>();
    private final boolean mixed;

    /**
     * @param role what it is configured as, for messages: feature, category, time field, entity field
     * @param fits which types can serve
     * @param wanted what such types hold, for messages
     */
    TypedField(String role, String path, Schema writer, Predicate<Schema> fits, String wanted) {
        this.role = role;
        this.path = path;
        this.wanted = wanted;
        this.reader = new FieldReader(writer, FieldPath.parse(path));
        reader.leaves().stream().filter(fits).forEach(fitting::add);
        this.mixed = reader.leaves().size() > fitting.size() || fitting.size() > 1;
    }

    String path() {
        return path;
    }

    /** Whether the schema has the field at all. */
    boolean present() {
        return reader.present();
    }

    /** Whether any record of the schema can be fit: some type serves, or the field is absent or always null. */
    boolean possible() {
        return !fitting.isEmpty()
                || (reader.leaves().isEmpty() && reader.obstacles().isEmpty());
    }

    /** Says why no record of the schema is fit, when {@link #possible} is false. */
    Rejected impossible() {
        return wrong(found());
    }

    /** What the schema has at the path, or on the way to it. */
    String found() {
        List<String> found = new ArrayList<>(reader.obstacles());
        if (!reader.leaves().isEmpty()) {
            found.add(path + " is "
                    + reader.leaves().stream().map(AvroTypes::name).collect(Collectors.joining(" or ")));
        }
        return String.join(", ", found);
    }

    /** The value in a record; null when it is missing. */
    @Nullable
    Object read(IndexedRecord record) {
        return reader.read(record);
    }

    /** The type of a value that was read, when it can serve; null when it cannot. */
    @Nullable
    Schema typeOf(Object value) {
        return mixed ? AvroTypes.of(value, fitting) : fitting.get(0);
    }

    /** Says that a value, or its type, cannot serve. */
    Rejected wrong(String found) {
        return new Rejected(RejectionReason.WRONG_TYPE, role + " " + path + " must be " + wanted + ", but " + found);
    }

    Rejected wrongType(Object value) {
        Schema type = AvroTypes.of(value, reader.leaves());
        return wrong("this record holds " + (type == null ? value.getClass().getSimpleName() : AvroTypes.name(type)));
    }

    @Override
    public String toString() {
        return role + " " + path;
    }
}
