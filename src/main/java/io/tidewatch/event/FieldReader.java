package io.tidewatch.event;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.jspecify.annotations.Nullable;

/**
 * A field path resolved against one writer schema: positions instead of names, and the types that can be found there.
 *
 * <p>Unions may hold their branches in any order, several records among them; a branch without the field counts as null.
 */
final class FieldReader {
    private final List<Schema> leaves = new ArrayList<>();
    private final List<String> obstacles = new ArrayList<>();
    /** By depth and record: unions of records lead to the same ones many times. */
    private final Map<String, Optional<Position>> resolved = new HashMap<>();

    private final @Nullable Position root;

    FieldReader(Schema record, FieldPath path) {
        this.root = resolve(record, path, 0);
    }

    /** Whether the schema has the field at all. */
    boolean present() {
        return !leaves.isEmpty() || !obstacles.isEmpty();
    }

    /** Schemas of the values that can be found, without null; unions are taken apart. Empty when always null. */
    List<Schema> leaves() {
        return leaves;
    }

    /** What on the way is no record, and so cannot hold the rest of the path; empty when nothing. */
    List<String> obstacles() {
        return obstacles;
    }

    /** The value in a record; null when it, or a record on the way to it, is null or absent. */
    @Nullable
    Object read(IndexedRecord value) {
        IndexedRecord record = value;
        Position position = root;
        while (position != null) {
            Object found = record.get(position.index);
            if (position.next.isEmpty()) {
                return found;
            }
            if (!(found instanceof IndexedRecord nested)) {
                return null;
            }
            record = nested;
            position = position.next.get(nested.getSchema().getFullName());
        }
        return null;
    }

    private @Nullable Position resolve(Schema record, FieldPath path, int depth) {
        String place = depth + " " + record.getFullName();
        Optional<Position> known = resolved.get(place);
        if (known == null) {
            known = Optional.ofNullable(position(record, path, depth));
            resolved.put(place, known);
        }
        return known.orElse(null);
    }

    private @Nullable Position position(Schema record, FieldPath path, int depth) {
        Schema.Field field = field(record, path.names().get(depth));
        if (field == null) {
            return null;
        }
        if (depth == path.names().size() - 1) {
            branches(field.schema()).stream()
                    .filter(leaf -> !leaves.contains(leaf))
                    .forEach(leaves::add);
            return new Position(field.pos(), Map.of());
        }
        Map<String, Position> next = new LinkedHashMap<>();
        for (Schema branch : branches(field.schema())) {
            if (branch.getType() != Schema.Type.RECORD) {
                obstacles.add(String.join(".", path.names().subList(0, depth + 1)) + " is " + AvroTypes.name(branch)
                        + ", not a record");
                continue;
            }
            Position inside = resolve(branch, path, depth + 1);
            if (inside != null) {
                next.put(branch.getFullName(), inside);
            }
        }
        return next.isEmpty() ? null : new Position(field.pos(), next);
    }

    /** The field of a name, or else the one that has it as an alias; null when there is none. */
    static Schema.@Nullable Field field(Schema record, String name) {
        Schema.Field named = record.getField(name);
        return named != null
                ? named
                : record.getFields().stream()
                        .filter(field -> field.aliases().contains(name))
                        .findFirst()
                        .orElse(null);
    }

    private static List<Schema> branches(Schema schema) {
        List<Schema> all = schema.isUnion() ? schema.getTypes() : List.of(schema);
        return all.stream()
                .filter(branch -> branch.getType() != Schema.Type.NULL)
                .toList();
    }

    /**
     * Where one name of the path is.
     *
     * @param next by full name of the record found there; empty at the end of the path
     */
    private record Position(int index, Map<String, Position> next) {}
}
