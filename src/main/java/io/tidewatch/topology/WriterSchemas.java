package io.tidewatch.topology;

import io.tidewatch.event.EventExtractor;
import io.tidewatch.event.EventReader;
import io.tidewatch.event.EventSpec;
import io.tidewatch.event.Extraction.Rejected;
import io.tidewatch.event.RejectionReason;
import io.tidewatch.registry.UnknownSchemaException;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The writer schemas met so far, each with the extractor compiled for it. Shared by all tasks, so that what a schema
 * lacks is said once.
 */
final class WriterSchemas {
    private static final Logger LOG = LoggerFactory.getLogger(WriterSchemas.class);

    private final EventSpec spec;
    private final PatientRegistry registry;
    private final Map<Integer, Writer> byId = new ConcurrentHashMap<>();

    WriterSchemas(EventSpec spec, PatientRegistry registry) {
        this.spec = spec;
        this.registry = registry;
    }

    /**
     * The writer schema of an id. Waits while the registry is away.
     *
     * @param record that needs it, in words
     * @throws UnknownSchemaException when the registry does not know the id
     */
    Writer byId(int id, String record) throws UnknownSchemaException {
        Writer known = byId.get(id);
        if (known != null) {
            return known;
        }
        Schema schema = registry.byId(id, record);
        return Objects.requireNonNull(byId.computeIfAbsent(id, absent -> compile(id, schema)));
    }

    private Writer compile(int id, Schema schema) {
        if (schema.getType() != Schema.Type.RECORD) {
            return new Writer(
                    schema,
                    spec,
                    new Rejected(
                            RejectionReason.NOT_A_RECORD,
                            "schema " + id + " is of type " + schema.getType().getName() + "; events are records"));
        }
        EventExtractor extractor = new EventExtractor(spec, schema);
        if (!extractor.missingFeatures().isEmpty()) {
            LOG.atWarn()
                    .addKeyValue("schemaId", id)
                    .addKeyValue("schema", schema.getFullName())
                    .addKeyValue("fields", extractor.missingFeatures())
                    .log("writer schema lacks configured fields; they are missing in its events");
        }
        extractor.alwaysRejected().ifPresent(rejected -> LOG.atWarn()
                .addKeyValue("schemaId", id)
                .addKeyValue("schema", schema.getFullName())
                .addKeyValue("detail", rejected.detail())
                .log("writer schema cannot be used; all its records go to the dead letters"));
        return new Writer(schema, spec, null);
    }

    /**
     * A writer schema.
     *
     * @param rejected why its records cannot be events; null when they can
     */
    record Writer(Schema schema, EventSpec spec, @Nullable Rejected rejected) {

        /** A reader for one thread; null when the schema is rejected. */
        @Nullable
        EventReader newReader() {
            return rejected == null ? new EventReader(schema, spec) : null;
        }

        /** Why there is no reader. */
        Rejected rejection() {
            return Objects.requireNonNull(rejected);
        }
    }
}
