package io.tidewatch.topology;

import io.tidewatch.event.EventExtractor;
import io.tidewatch.event.EventReader;
import io.tidewatch.event.EventSpec;
import io.tidewatch.event.Extraction.Rejected;
import io.tidewatch.event.RejectionReason;
import io.tidewatch.event.SchemaLimits;
import io.tidewatch.registry.BoundedCache;
import io.tidewatch.registry.UnknownSchemaException;
import java.util.Objects;
import java.util.Optional;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The writer schemas met so far, each with the extractor compiled for it. Shared by all tasks, so that what a schema
 * lacks is said once.
 */
final class WriterSchemas {
    /** Schemas kept; those used last. */
    static final int KEPT = 256;

    private static final Logger LOG = LoggerFactory.getLogger(WriterSchemas.class);

    private final EventSpec spec;
    private final PatientRegistry registry;
    private final BoundedCache<Integer, Writer> byId = new BoundedCache<>(KEPT);

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
        // One at a time, so that each is compiled and spoken of once.
        synchronized (byId) {
            Writer writer = byId.get(id);
            if (writer == null) {
                writer = compile(id, schema);
                byId.put(id, writer);
            }
            return writer;
        }
    }

    private Writer compile(int id, Schema schema) {
        if (schema.getType() != Schema.Type.RECORD) {
            return refused(
                    schema,
                    RejectionReason.NOT_A_RECORD,
                    "schema " + id + " is of type " + schema.getType().getName() + "; events are records");
        }
        Optional<String> passed = SchemaLimits.passed(schema);
        if (passed.isPresent()) {
            return unreadable(id, schema, passed.get());
        }
        try {
            return new Writer(schema, spec, check(id, schema));
        } catch (RuntimeException | StackOverflowError e) {
            return unreadable(id, schema, "nothing can be compiled for it: " + e);
        }
    }

    private Writer unreadable(int id, Schema schema, String fault) {
        Writer writer =
                refused(schema, RejectionReason.UNREADABLE_SCHEMA, "schema id " + id + " is not read: " + fault);
        LOG.atWarn()
                .addKeyValue("schemaId", id)
                .addKeyValue("detail", writer.rejection().detail())
                .log("writer schema cannot be used; all its records go to the dead letters");
        return writer;
    }

    private Writer refused(Schema schema, RejectionReason reason, String detail) {
        return new Writer(schema, spec, new Rejected(reason, detail));
    }

    /** Why all records of the schema are rejected; null when they are not. Says what it lacks. */
    private @Nullable Rejected check(int id, Schema schema) {
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
        return extractor.alwaysRejected().orElse(null);
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
