package io.tidewatch.event;

import io.tidewatch.event.FieldMisfit.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.apache.avro.Schema;

/** Holds all configured fields against one writer schema, before any record is read. */
public final class FieldCheck {
    /** Records in records; a record may hold itself. */
    private static final int DEEPEST = 6;

    /** Paths looked through for one that may have been meant. */
    private static final int MOST_PATHS = 2_000;

    private final Schema writer;
    private final List<FieldMisfit> misfits = new ArrayList<>();

    private FieldCheck(Schema writer) {
        this.writer = writer;
    }

    /** @param writer of the values of a topic */
    public static List<FieldMisfit> misfits(EventSpec spec, Schema writer) {
        if (writer.getType() != Schema.Type.RECORD) {
            return List.of(new FieldMisfit(Role.VALUE, "", AvroTypes.name(writer), "a record", List.of()));
        }
        if (SchemaLimits.passed(writer).isPresent()) {
            // Not looked through; its records are dead letters, which say so.
            return List.of();
        }
        FieldCheck check = new FieldCheck(writer);
        spec.entityField()
                .ifPresent(path -> check.field(Role.ENTITY, path, Texts::canName, "a text or a whole number"));
        spec.timeField().ifPresent(path -> check.field(Role.TIME, path, Times::canRead, "a time"));
        spec.features().stream()
                .filter(path -> !path.isEmpty())
                .forEach(path -> check.field(Role.FEATURE, path, Numbers::canRead, "a number"));
        spec.categories()
                .forEach(path ->
                        check.field(Role.CATEGORY, path, Texts::canCategorise, "a text, a whole number or a boolean"));
        return List.copyOf(check.misfits);
    }

    private void field(Role role, String path, Predicate<Schema> fits, String wanted) {
        TypedField field = new TypedField("", path, writer, fits, wanted);
        if (!field.present()) {
            List<String> known = new ArrayList<>();
            collect("", writer, fits, 0, known);
            misfits.add(new FieldMisfit(role, path, "no such field", wanted, known));
        } else if (!field.possible()) {
            misfits.add(new FieldMisfit(role, path, field.found(), wanted, List.of()));
        }
    }

    private static void collect(String prefix, Schema schema, Predicate<Schema> fits, int depth, List<String> known) {
        if (schema.isUnion()) {
            schema.getTypes().forEach(branch -> collect(prefix, branch, fits, depth, known));
        } else if (schema.getType() == Schema.Type.RECORD && depth < DEEPEST) {
            String start = prefix.isEmpty() ? "" : prefix + ".";
            schema.getFields().forEach(field -> collect(start + field.name(), field.schema(), fits, depth + 1, known));
        } else if (known.size() < MOST_PATHS && fits.test(schema) && !known.contains(prefix)) {
            known.add(prefix);
        }
    }
}
