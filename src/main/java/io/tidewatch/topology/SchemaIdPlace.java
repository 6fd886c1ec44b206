package io.tidewatch.topology;

import io.tidewatch.event.Extraction.Rejected;
import io.tidewatch.event.RejectionReason;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** Where the serializers of other registries put the schema id, so that a rejection can name the setting to change. */
final class SchemaIdPlace {
    private static final String APICURIO_REMEDY = "Apicurio: apicurio.registry.headers.enabled=false";

    /** The settings that put the id before the value, by the header that has it otherwise. */
    private static final Map<String, String> REMEDIES = Map.of(
            "__value_schema_id",
            "Confluent: value.schema.id.serializer="
                    + "io.confluent.kafka.serializers.schema.id.PrefixSchemaIdSerializer",
            "apicurio.value.globalId",
            APICURIO_REMEDY,
            "apicurio.value.contentId",
            APICURIO_REMEDY);

    private static final int LONG_ID_END = 1 + Long.BYTES;

    private SchemaIdPlace() {}

    /** The rejection, with the likely cause where the schema id seems to be in another place. */
    static Rejected explain(Rejected rejected, byte @Nullable [] value, Headers headers) {
        boolean withoutId = rejected.reason() == RejectionReason.NOT_WIRE_FORMAT
                || rejected.reason() == RejectionReason.UNKNOWN_SCHEMA;
        if (value == null || !withoutId) {
            return rejected;
        }
        return inHeader(headers)
                .or(() -> longId(value))
                .map(cause -> new Rejected(rejected.reason(), rejected.detail() + "; " + cause))
                .orElse(rejected);
    }

    private static Optional<String> inHeader(Headers headers) {
        return REMEDIES.keySet().stream()
                .filter(name -> headers.lastHeader(name) != null)
                .findFirst()
                .map(name -> "the schema id seems to be in header " + name
                        + ", which is not read: let the producers write it before the value (" + REMEDIES.get(name)
                        + ")");
    }

    /** Registries count ids from 1, so the upper half of an id of eight bytes looks like an id that no schema has. */
    private static Optional<String> longId(byte[] value) {
        if (value.length < LONG_ID_END || value[0] != 0) {
            return Optional.empty();
        }
        long id = ByteBuffer.wrap(value).getLong(1);
        return id > 0 && id <= Integer.MAX_VALUE
                ? Optional.of("the schema id seems to have eight bytes, and to be " + id
                        + "; ids of four bytes are read: let the producers write such ids (Apicurio 2:"
                        + " apicurio.registry.as-confluent=true; Apicurio 3: remove Legacy8ByteIdHandler from"
                        + " apicurio.registry.id-handler)")
                : Optional.empty();
    }
}
