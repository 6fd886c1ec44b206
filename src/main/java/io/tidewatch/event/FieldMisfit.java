package io.tidewatch.event;

import java.util.List;

/**
 * A configured field that a writer schema does not have, or has in a type that cannot serve.
 *
 * @param role what it is configured as
 * @param path as configured; empty for the value as a whole
 * @param found what the schema has in its place, in words
 * @param wanted what would serve, in words
 * @param known paths of the schema that would serve; empty when the field is there
 */
public record FieldMisfit(Role role, String path, String found, String wanted, List<String> known) {

    /** What a field can be configured as. */
    public enum Role {
        /** The value as a whole. */
        VALUE,
        ENTITY,
        TIME,
        FEATURE,
        CATEGORY
    }

    public FieldMisfit {
        known = List.copyOf(known);
    }
}
