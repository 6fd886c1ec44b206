package io.tidewatch.embedded;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One version of a subject, in the names of Confluent's API.
 *
 * @param subject to which it belongs
 * @param version from 1 up
 * @param id of the schema, the same wherever the same schema is registered
 * @param references to schemas of other subjects that it uses
 * @param schema Avro JSON
 */
record RegisteredSchema(String subject, int version, int id, List<Reference> references, String schema) {

    RegisteredSchema {
        references = List.copyOf(references);
    }

    /**
     * A schema used by another one.
     *
     * @param name full name of the type used
     * @param subject where it is registered
     * @param version there
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Reference(String name, String subject, int version) {}

    /**
     * A schema as a client sends it.
     *
     * @param schema Avro JSON
     * @param schemaType null: Avro
     * @param references to schemas of other subjects that it uses
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Candidate(@Nullable String schema, @Nullable String schemaType, List<Reference> references) {

        Candidate {
            references = List.copyOf(references);
        }

        @JsonCreator
        static Candidate read(
                @JsonProperty("schema") @Nullable String schema,
                @JsonProperty("schemaType") @Nullable String schemaType,
                @JsonProperty("references") @Nullable List<Reference> references) {
            return new Candidate(schema, schemaType, references == null ? List.of() : references);
        }
    }
}
