package io.tidewatch.event;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;

/**
 * What a writer schema may demand of its reader: looked at once per schema, before a record is read by it.
 *
 * <p>A schema comes from whoever may write to the registry, and a record of a few bytes can name it. Bounded are the memory
 * that a value takes before its bytes are looked at ({@code fixed}), the reader's stack (depth), its tables (fields,
 * branches), and its work: a record of five bytes could hold billions of values that take no bytes, in records
 * inside records.
 */
public final class SchemaLimits {
    /** Largest {@code fixed}, bytes. */
    public static final int MOST_FIXED_BYTES = 1 << 20;

    /** Records, arrays, maps and unions inside each other. */
    public static final int MOST_DEPTH = 200;

    /** Fields of all records together. */
    public static final int MOST_FIELDS = 10_000;

    /** Branches of one union. */
    public static final int MOST_BRANCHES = 500;

    /** Name of a record, with its namespace, characters. */
    public static final int MOST_NAME_CHARACTERS = 1_000;

    /** Values per byte, and in one that takes none: wrappers and nulls. */
    private static final int MOST_VALUES_PER_BYTE = 8;

    private static final int MOST_EMPTY_VALUES = 64;

    /** More bytes than any record has: sums stop here. */
    private static final long ENDLESS = Long.MAX_VALUE / 1024;

    private final Map<String, Content> contents = new HashMap<>();
    private long fields;

    private SchemaLimits() {}

    /** What every value of a type holds at least, up to the next union, array or map. */
    private record Content(long values, long bytes) {
        private static final Content OF_ONE_BYTE = new Content(1, 1);
        private static final Content ITSELF = new Content(ENDLESS, 0);

        Content plus(Content other) {
            return new Content(Math.min(ENDLESS, values + other.values), Math.min(ENDLESS, bytes + other.bytes));
        }
    }

    /** A limit that is passed; ends the walk. */
    private static final class PassedException extends Exception {
        private static final long serialVersionUID = 1L;

        PassedException(String message) {
            super(message);
        }
    }

    /** Which limit a schema passes, and how; empty when none. */
    public static Optional<String> passed(Schema schema) {
        try {
            new SchemaLimits().walk(schema, 1);
            return Optional.empty();
        } catch (PassedException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private Content walk(Schema schema, int depth) throws PassedException {
        if (depth > MOST_DEPTH) {
            throw new PassedException("it nests types deeper than " + MOST_DEPTH);
        }
        return switch (schema.getType()) {
            case NULL -> new Content(1, 0);
            case FLOAT -> new Content(1, Float.BYTES);
            case DOUBLE -> new Content(1, Double.BYTES);
            case FIXED -> fixed(schema);
            case RECORD -> record(schema, depth);
            case UNION -> union(schema, depth);
            case ARRAY -> optional(schema.getElementType(), depth);
            case MAP -> optional(schema.getValueType(), depth);
            default -> Content.OF_ONE_BYTE;
        };
    }

    private Content optional(Schema item, int depth) throws PassedException {
        walk(item, depth + 1);
        return Content.OF_ONE_BYTE;
    }

    private static Content fixed(Schema schema) throws PassedException {
        if (schema.getFixedSize() > MOST_FIXED_BYTES) {
            throw new PassedException("its fixed " + schema.getName() + " has " + schema.getFixedSize()
                    + " bytes, more than " + MOST_FIXED_BYTES);
        }
        return new Content(1, schema.getFixedSize());
    }

    private Content union(Schema schema, int depth) throws PassedException {
        if (schema.getTypes().size() > MOST_BRANCHES) {
            throw new PassedException(
                    "it has a union of " + schema.getTypes().size() + " branches, more than " + MOST_BRANCHES);
        }
        for (Schema branch : schema.getTypes()) {
            optional(branch, depth);
        }
        return Content.OF_ONE_BYTE;
    }

    private Content record(Schema schema, int depth) throws PassedException {
        Content known = contents.get(schema.getFullName());
        if (known != null) {
            return known;
        }
        if (schema.getFullName().length() > MOST_NAME_CHARACTERS) {
            throw new PassedException("a record's name is longer than " + MOST_NAME_CHARACTERS + " characters");
        }
        contents.put(schema.getFullName(), Content.ITSELF);
        fields += schema.getFields().size();
        if (fields > MOST_FIELDS) {
            throw new PassedException("it has more than " + MOST_FIELDS + " fields");
        }
        Content content = new Content(1, 0);
        for (Schema.Field field : schema.getFields()) {
            content = content.plus(walk(field.schema(), depth + 1));
        }
        if (content.values > MOST_EMPTY_VALUES + MOST_VALUES_PER_BYTE * content.bytes) {
            throw new PassedException("its record " + schema.getName()
                    + " holds itself without end, or too many values that take no bytes");
        }
        contents.put(schema.getFullName(), content);
        return content;
    }
}
