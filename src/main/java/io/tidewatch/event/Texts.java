package io.tidewatch.event;

import java.nio.ByteBuffer;
import java.util.UUID;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericFixed;

/** Avro values as text: strings, enums, whole numbers, booleans, UUIDs. */
final class Texts {

    private Texts() {}

    /** Whether every value of a type can stand as the name of an entity. */
    static boolean canName(Schema schema) {
        return switch (schema.getType()) {
            case STRING, ENUM, INT, LONG -> true;
            case FIXED -> uuid(schema);
            default -> false;
        };
    }

    /** Whether every value of a type can stand as a category. */
    static boolean canCategorise(Schema schema) {
        return schema.getType() == Schema.Type.BOOLEAN || canName(schema);
    }

    /** A value of such a type as text. */
    static String read(Object value) {
        if (value instanceof GenericFixed fixed) {
            ByteBuffer bytes = ByteBuffer.wrap(fixed.bytes());
            return new UUID(bytes.getLong(), bytes.getLong()).toString();
        }
        return value.toString();
    }

    private static boolean uuid(Schema schema) {
        return "uuid".equals(AvroTypes.logical(schema)) && schema.getFixedSize() == 16;
    }
}
