package io.tidewatch.event;

import java.util.List;

/**
 * Names of fields from a record down to one of its leaves, written with dots: {@code engine.oil.temperature}.
 *
 * @param names outermost first, at least one, none empty
 */
public record FieldPath(List<String> names) {

    public FieldPath {
        names = List.copyOf(names);
        if (names.isEmpty() || names.stream().anyMatch(String::isBlank)) {
            throw new IllegalArgumentException(
                    "field path '" + String.join(".", names) + "' has an empty name; write field or record.field");
        }
    }

    /** @throws IllegalArgumentException when a name between the dots is empty */
    public static FieldPath parse(String dotted) {
        return new FieldPath(List.of(dotted.split("\\.", -1)));
    }

    @Override
    public String toString() {
        return String.join(".", names);
    }
}
