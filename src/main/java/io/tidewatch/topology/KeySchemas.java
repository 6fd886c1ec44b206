package io.tidewatch.topology;

import io.tidewatch.event.KeyReader;
import io.tidewatch.event.SchemaLimits;
import io.tidewatch.registry.BoundedCache;
import io.tidewatch.registry.UnknownSchemaException;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The schemas of keys, each with its reader.
 *
 * <p>A binary key may begin with a zero byte by chance, as every number below 2^56 does, and then looks as if it named
 * a schema: another one each time. So {@link #guess} asks the registry for few ids that it does not know: for {@value
 * #UNKNOWN_ASKED}, and one more for each {@value #READ_PER_UNKNOWN} keys that a schema could read. Belongs to one
 * thread.
 */
final class KeySchemas {
    /** Unknown ids asked for before any key is read by a schema. */
    static final int UNKNOWN_ASKED = 16;

    private static final int READ_PER_UNKNOWN = 1_000;
    private static final int KEPT = 256;
    private static final Logger LOG = LoggerFactory.getLogger(KeySchemas.class);

    private final PatientRegistry registry;
    private final Supplier<String> record;
    private final BoundedCache<Integer, KeySchema> known = new BoundedCache<>(KEPT);
    private final BoundedCache<Integer, Boolean> unknown = new BoundedCache<>(KEPT);
    private long unknownAsked;
    private long keysRead;
    private boolean logged;

    /** @param record says whose key is being read */
    KeySchemas(PatientRegistry registry, Supplier<String> record) {
        this.registry = registry;
        this.record = record;
    }

    /**
     * A schema of keys.
     *
     * @param reader null when it cannot be used
     * @param fault why not; empty when it can
     */
    record KeySchema(@Nullable KeyReader reader, String fault) {}

    /** The schema of an id, of a key that must have one. Waits while the registry is away. */
    KeySchema find(int id) throws UnknownSchemaException {
        KeySchema schema = known.get(id);
        if (schema == null) {
            schema = compile(registry.byId(id, record.get()));
            known.put(id, schema);
        }
        return schema;
    }

    /** The schema of an id, of a key that may have one. Waits while the registry is away. */
    Optional<KeySchema> guess(int id) {
        if (unknown.get(id) != null || known.get(id) == null && mayNotAsk()) {
            return Optional.empty();
        }
        try {
            return Optional.of(find(id));
        } catch (UnknownSchemaException e) {
            unknown.put(id, true);
            unknownAsked++;
            return Optional.empty();
        }
    }

    /** Notes that a schema could read a key. */
    void read() {
        keysRead++;
    }

    private boolean mayNotAsk() {
        boolean enough = unknownAsked >= UNKNOWN_ASKED + keysRead / READ_PER_UNKNOWN;
        if (enough && !logged) {
            logged = true;
            LOG.atWarn()
                    .addKeyValue("record", record.get())
                    .addKeyValue("unknownIds", unknownAsked)
                    .log("keys begin with a zero byte but name no schema; they are taken for binary from here on; set"
                            + " input.key-format to long, int or binary, or to avro if each names a schema");
        }
        return enough;
    }

    private static KeySchema compile(Schema schema) {
        Optional<String> passed = SchemaLimits.passed(schema);
        return passed.isPresent() ? new KeySchema(null, passed.get()) : new KeySchema(new KeyReader(schema), "");
    }
}
