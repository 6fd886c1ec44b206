package io.tidewatch.event;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.Schema;

/**
 * The part of a writer schema that an event is made of: reading with it skips all other fields instead of decoding them.
 *
 * <p>A named record may stand in several places; Avro allows it one shape only, so it keeps every field that is needed in
 * any of them.
 */
final class Projection {
    private final Map<String, Set<String>> needed = new HashMap<>();
    private final Map<String, Schema> projected = new LinkedHashMap<>();
    /** Records looked through, each with the names that were left: unions of records lead to the same ones many times. */
    private final Set<String> marked = new HashSet<>();

    private Projection() {}

    /**
     * Leaves out of a record what no path of the specification leads to or through.
     *
     * @param writer a record
     */
    static Schema of(Schema writer, EventSpec spec) {
        Projection projection = new Projection();
        List<String> paths = new ArrayList<>(spec.features());
        paths.addAll(spec.categories());
        spec.entityField().ifPresent(paths::add);
        spec.timeField().ifPresent(paths::add);
        paths.stream()
                .filter(path -> !path.isEmpty())
                .forEach(path -> projection.mark(writer, FieldPath.parse(path).names()));
        return projection.project(writer);
    }

    private void mark(Schema schema, List<String> names) {
        if (schema.isUnion()) {
            schema.getTypes().forEach(branch -> mark(branch, names));
        } else if (schema.getType() == Schema.Type.RECORD
                && !names.isEmpty()
                && marked.add(String.join(".", names) + " in " + schema.getFullName())) {
            Schema.Field field = FieldReader.field(schema, names.get(0));
            if (field != null) {
                needed.computeIfAbsent(schema.getFullName(), name -> new LinkedHashSet<>())
                        .add(field.name());
                mark(field.schema(), names.subList(1, names.size()));
            }
        }
    }

    private Schema project(Schema schema) {
        return switch (schema.getType()) {
            case UNION ->
                Schema.createUnion(schema.getTypes().stream().map(this::project).toList());
            case ARRAY -> Schema.createArray(project(schema.getElementType()));
            case MAP -> Schema.createMap(project(schema.getValueType()));
            case RECORD -> record(schema);
            default -> schema;
        };
    }

    private Schema record(Schema schema) {
        Schema known = projected.get(schema.getFullName());
        if (known != null) {
            return known;
        }
        Schema part = Schema.createRecord(schema.getName(), null, schema.getNamespace(), schema.isError());
        projected.put(schema.getFullName(), part);
        Set<String> names = needed.getOrDefault(schema.getFullName(), Set.of());
        part.setFields(schema.getFields().stream()
                .filter(field -> names.contains(field.name()))
                .map(field -> withAliases(new Schema.Field(field.name(), project(field.schema())), field, schema))
                .toList());
        return part;
    }

    /** An alias that is another field's name stays out: Avro would read that field in its place. */
    private static Schema.Field withAliases(Schema.Field part, Schema.Field whole, Schema writer) {
        whole.aliases().stream().filter(alias -> writer.getField(alias) == null).forEach(part::addAlias);
        return part;
    }
}
