package io.tidewatch.alert.json;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidewatch.text.Readable;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/**
 * An alert as JSON: the field names of {@code schemas/alert.avsc}, times as ISO-8601, missing numbers as null. (Avro's
 * own JSON would write times as numbers, and unions with their branch.)
 */
public final class AlertJson {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private AlertJson() {}

    /** One line, without its end; what cannot be seen is escaped in it, for a terminal may show it. */
    public static String line(GenericRecord alert) {
        return Readable.text(node(alert).toString());
    }

    public static ObjectNode node(GenericRecord alert) {
        ObjectNode node = NODES.objectNode();
        for (Schema.Field field : alert.getSchema().getFields()) {
            add(node, field.name(), alert.get(field.pos()));
        }
        return node;
    }

    private static void add(ObjectNode node, String name, @Nullable Object value) {
        ArrayNode holder = NODES.arrayNode();
        add(holder, value);
        node.set(name, holder.get(0));
    }

    private static void add(ArrayNode array, @Nullable Object value) {
        if (value instanceof GenericRecord record) {
            array.add(node(record));
        } else if (value instanceof List<?> list) {
            ArrayNode inner = array.addArray();
            list.forEach(element -> add(inner, element));
        } else if (value instanceof Float number && Float.isFinite(number)) {
            array.add(number);
        } else if (value instanceof Double number && Double.isFinite(number)) {
            array.add(number);
        } else if (value instanceof Integer number) {
            array.add(number);
        } else if (value instanceof Long number) {
            array.add(number);
        } else if (value == null || value instanceof Number) {
            array.addNull();
        } else {
            array.add(value.toString());
        }
    }
}
