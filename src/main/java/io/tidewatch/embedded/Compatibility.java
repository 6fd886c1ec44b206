package io.tidewatch.embedded;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;

/**
 * A subject's rule of what its next schema may be.
 *
 * <p>Backward: the new schema reads data written with the earlier one. Forward: the earlier one reads data written with
 * the new one. Transitive: so for every earlier one, not only the newest.
 */
enum Compatibility {
    NONE(false, false, false),
    BACKWARD(true, false, false),
    BACKWARD_TRANSITIVE(true, false, true),
    FORWARD(false, true, false),
    FORWARD_TRANSITIVE(false, true, true),
    FULL(true, true, false),
    FULL_TRANSITIVE(true, true, true);

    private final boolean backward;
    private final boolean forward;
    private final boolean transitive;

    Compatibility(boolean backward, boolean forward, boolean transitive) {
        this.backward = backward;
        this.forward = forward;
        this.transitive = transitive;
    }

    /** The rule of a name in any case, or empty when there is none. */
    static Optional<Compatibility> named(String name) {
        try {
            return Optional.of(valueOf(name.toUpperCase(Locale.ROOT)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /**
     * What stands against a schema.
     *
     * @param next the schema to come
     * @param earlier the subject's schemas, oldest first
     * @return one sentence per fault, empty when the rule allows the schema
     */
    List<String> faults(Schema next, List<Schema> earlier) {
        int first = transitive ? 0 : Math.max(0, earlier.size() - 1);
        List<String> faults = new ArrayList<>();
        for (int i = earlier.size() - 1; i >= first; i--) {
            if (backward) {
                faults.addAll(unreadable("new", next, "version " + (i + 1), earlier.get(i)));
            }
            if (forward) {
                faults.addAll(unreadable("version " + (i + 1), earlier.get(i), "new", next));
            }
        }
        return faults;
    }

    private static List<String> unreadable(String readerName, Schema reader, String writerName, Schema writer) {
        return SchemaCompatibility.checkReaderWriterCompatibility(reader, writer)
                .getResult()
                .getIncompatibilities()
                .stream()
                .map(fault -> "The " + readerName + " schema cannot read data of the " + writerName + " schema: "
                        + fault.getType() + " at " + fault.getLocation() + " (" + fault.getMessage() + ").")
                .toList();
    }
}
