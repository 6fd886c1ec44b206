package io.tidewatch.cli;

import io.tidewatch.embedded.ApicurioServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;

/** The same against a registry that we did not write. */
@Tag("interop")
class WholeWayApicurioIT extends WholeWay {
    private ApicurioServer registry;

    @BeforeEach
    void startRegistry() throws Exception {
        registry = ApicurioServer.start();
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
