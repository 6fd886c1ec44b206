package io.tidewatch.registry;

import org.apache.avro.Schema;

/** The schema registry as Tidewatch needs it. Implementations cache by id and are safe for many threads. */
public interface SchemaRegistry extends AutoCloseable {

    /**
     * The schema of an id.
     *
     * @throws UnknownSchemaException when the registry answers that it has no such id, or with what is no Avro schema and
     *     will be none
     * @throws RegistryUnavailableException when the registry cannot be asked now; worth trying again
     */
    Schema byId(int id) throws UnknownSchemaException, RegistryUnavailableException;

    /**
     * Registers a schema under a subject, or finds it there.
     *
     * @return its id
     * @throws IncompatibleSchemaException when the subject's compatibility rule refuses it
     * @throws RegistryUnavailableException when the registry cannot be asked now; worth trying again
     */
    int register(String subject, Schema schema) throws IncompatibleSchemaException, RegistryUnavailableException;

    /**
     * The newest schema of a subject.
     *
     * @throws UnknownSchemaException when there is no such subject
     * @throws RegistryUnavailableException when the registry cannot be asked now; worth trying again
     */
    Schema latest(String subject) throws UnknownSchemaException, RegistryUnavailableException;

    @Override
    void close();
}
