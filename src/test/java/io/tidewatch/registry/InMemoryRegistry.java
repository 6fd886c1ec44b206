package io.tidewatch.registry;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;

/** A registry in the test's own memory that can be switched away; new schemas must read the newest one's data. */
public final class InMemoryRegistry implements SchemaRegistry {

    private final Map<Schema, Integer> ids = new LinkedHashMap<>();
    private final Map<String, Schema> newest = new HashMap<>();
    private boolean available = true;
    private int calls;

    /** Makes every call fail with {@link RegistryUnavailableException}, or answer again. */
    public synchronized void setAvailable(boolean available) {
        this.available = available;
    }

    /** How often the registry has been asked, refused calls included. */
    public synchronized int calls() {
        return calls;
    }

    @Override
    public synchronized Schema byId(int id) throws UnknownSchemaException, RegistryUnavailableException {
        ask();
        return ids.entrySet().stream()
                .filter(entry -> entry.getValue() == id)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow(() -> new UnknownSchemaException("The registry has no schema with id " + id + "."));
    }

    @Override
    public synchronized int register(String subject, Schema schema)
            throws IncompatibleSchemaException, RegistryUnavailableException {
        ask();
        Schema before = newest.get(subject);
        if (before != null
                && SchemaCompatibility.checkReaderWriterCompatibility(schema, before)
                                .getType()
                        != SchemaCompatibilityType.COMPATIBLE) {
            throw new IncompatibleSchemaException("The schema cannot read data of the newest one of " + subject + ".");
        }
        newest.put(subject, schema);
        return ids.computeIfAbsent(schema, unused -> ids.size() + 1);
    }

    @Override
    public synchronized Schema latest(String subject) throws UnknownSchemaException, RegistryUnavailableException {
        ask();
        Schema schema = newest.get(subject);
        if (schema == null) {
            throw new UnknownSchemaException("The registry has no subject " + subject + ".");
        }
        return schema;
    }

    @Override
    public void close() {
        // Nothing is held open.
    }

    private void ask() throws RegistryUnavailableException {
        calls++;
        if (!available) {
            throw new RegistryUnavailableException("The in-memory registry is switched off.");
        }
    }
}
