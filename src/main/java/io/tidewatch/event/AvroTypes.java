package io.tidewatch.event;

import java.nio.ByteBuffer;
import org.apache.avro.LogicalType;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericContainer;
import org.jspecify.annotations.Nullable;

/** What Avro types are called, and which one a value is of. */
final class AvroTypes {

    private AvroTypes() {}

    /** A type as a person reads it: {@code string}, {@code bytes (decimal)}, {@code enum Colour}. */
    static String name(Schema schema) {
        String name =
                switch (schema.getType()) {
                    case ENUM, RECORD, FIXED -> schema.getType().getName() + " " + schema.getName();
                    default -> schema.getType().getName();
                };
        String logical = logical(schema);
        return logical == null ? name : name + " (" + logical + ")";
    }

    /** Name of the logical type; null without one, or when the schema contradicts it. */
    static @Nullable String logical(Schema schema) {
        LogicalType type = schema.getLogicalType();
        return type == null ? null : type.getName();
    }

    /** The type among several that a generic value is of; null when none is. */
    static @Nullable Schema of(Object value, Iterable<Schema> types) {
        for (Schema type : types) {
            if (matches(value, type)) {
                return type;
            }
        }
        return null;
    }

    private static boolean matches(Object value, Schema type) {
        return switch (type.getType()) {
            case INT -> value instanceof Integer;
            case LONG -> value instanceof Long;
            case FLOAT -> value instanceof Float;
            case DOUBLE -> value instanceof Double;
            case BOOLEAN -> value instanceof Boolean;
            case STRING -> value instanceof CharSequence;
            case BYTES -> value instanceof ByteBuffer;
            case ENUM, FIXED, RECORD ->
                value instanceof GenericContainer container
                        && container.getSchema().getFullName().equals(type.getFullName());
            case ARRAY, MAP, UNION, NULL -> false;
        };
    }
}
