package io.tidewatch.cli;

import io.tidewatch.embedded.EmbeddedRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

class WholeWayIT extends WholeWay {
    private EmbeddedRegistry registry;

    @BeforeEach
    void startRegistry() {
        registry = EmbeddedRegistry.start();
    }

    @AfterEach
    void stopRegistry() {
        registry.close();
    }

    @Override
    String registryUrl() {
        return registry.url();
    }
}
