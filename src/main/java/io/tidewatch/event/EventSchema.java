package io.tidewatch.event;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/** The Avro schema that has a field for each path of a specification. */
final class EventSchema {
    private static final String NAMESPACE = "io.tidewatch.series";
    private static final Pattern AVRO_NAME = Pattern.compile("[\\p{L}_][\\p{L}\\p{Nd}_]*");

    private static final Schema TIME = LogicalTypes.timestampMillis().addToSchema(Schema.create(Schema.Type.LONG));
    private static final Schema NUMBER = optional(Schema.create(Schema.Type.DOUBLE));
    private static final Schema TEXT = optional(Schema.create(Schema.Type.STRING));

    private final Map<String, Leaf> leaves = new LinkedHashMap<>();

    private EventSchema() {}

    /**
     * What is at the end of a path.
     *
     * @param key of the configuration that names the path
     */
    private record Leaf(FieldPath path, String key, Schema type) {
        private boolean endsAt(int depth) {
            return path.names().size() == depth + 1;
        }
    }

    /**
     * The schema of a specification.
     *
     * @param timeField where the time is
     * @throws IllegalArgumentException when no schema can have all paths, naming the key of the configuration
     */
    static Schema of(EventSpec spec, String timeField, String name) {
        EventSchema schema = new EventSchema();
        schema.add("input.time", timeField, TIME);
        spec.features().stream()
                .filter(path -> !path.isEmpty())
                .forEach(path -> schema.add("input.features", path, NUMBER));
        spec.entityField().ifPresent(path -> schema.add("input.entity", path, TEXT));
        spec.categories().forEach(path -> schema.add("input.categories", path, TEXT));
        return record(NAMESPACE, name, List.copyOf(schema.leaves.values()), 0);
    }

    private void add(String key, String dotted, Schema type) {
        FieldPath path = FieldPath.parse(dotted);
        if (!path.names().stream().allMatch(name -> AVRO_NAME.matcher(name).matches())) {
            throw new IllegalArgumentException(key + ": '" + dotted + "' can be no field of an Avro record, whose names"
                    + " have only letters, digits and _; rename it, here and in the file");
        }
        Leaf leaf = new Leaf(path, key, type);
        Leaf other = leaves.putIfAbsent(dotted, leaf);
        if (other != null && !other.type.equals(type)) {
            throw conflict(other, leaf);
        }
    }

    /** @param depth how many names of the paths lead to this record */
    private static Schema record(String namespace, String name, List<Leaf> inside, int depth) {
        Map<String, List<Leaf>> byField = new LinkedHashMap<>();
        for (Leaf leaf : inside) {
            byField.computeIfAbsent(leaf.path.names().get(depth), field -> new ArrayList<>())
                    .add(leaf);
        }
        List<Schema.Field> fields = new ArrayList<>();
        byField.forEach((field, below) -> fields.add(field(namespace + "." + name, field, below, depth)));
        String doc = depth == 0 ? "Measurements of one entity at one time." : null;
        return Schema.createRecord(name, doc, namespace, false, fields);
    }

    /** A field that ends a path, or a record with the fields below it. */
    private static Schema.Field field(String namespace, String name, List<Leaf> below, int depth) {
        Leaf first = below.get(0);
        if (below.stream().noneMatch(leaf -> leaf.endsAt(depth))) {
            Schema nested = optional(record(namespace, name, below, depth + 1));
            return new Schema.Field(name, nested, null, Schema.Field.NULL_DEFAULT_VALUE);
        }
        if (below.size() > 1) {
            throw conflict(first, below.get(1));
        }
        return first.type.equals(TIME)
                ? new Schema.Field(name, TIME, "Event time.")
                : new Schema.Field(name, first.type, null, Schema.Field.NULL_DEFAULT_VALUE);
    }

    private static IllegalArgumentException conflict(Leaf one, Leaf other) {
        return new IllegalArgumentException(one.key + " '" + one.path + "' and " + other.key + " '" + other.path
                + "' cannot both be in one Avro record; rename one of them, here and in the file");
    }

    private static Schema optional(Schema type) {
        return Schema.createUnion(Schema.create(Schema.Type.NULL), type);
    }
}
