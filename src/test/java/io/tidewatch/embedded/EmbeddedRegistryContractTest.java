package io.tidewatch.embedded;

import io.tidewatch.registry.SchemaRegistryContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class EmbeddedRegistryContractTest extends SchemaRegistryContract {

    private static EmbeddedRegistry server;

    @BeforeAll
    static void start() {
        server = EmbeddedRegistry.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Override
    protected String url() {
        return server.url();
    }
}
