package io.tidewatch.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** One broker with one registry for all tests of a class, each of which has a detector and topics of its own. */
public final class LiveCluster implements BeforeAllCallback, AfterAllCallback {
    private Path directory;
    private EmbeddedBroker broker;
    private EmbeddedRegistry registry;

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        directory = Files.createTempDirectory("tidewatch-cluster");
        broker = EmbeddedBroker.start(options());
        registry = EmbeddedRegistry.start();
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        registry.close();
        broker.close();
        Utils.delete(directory.toFile());
    }

    private EmbeddedBroker.Options options() {
        return EmbeddedBroker.Options.defaults().withDirectory(directory);
    }

    public EmbeddedBroker broker() {
        return broker;
    }

    public EmbeddedRegistry registry() {
        return registry;
    }

    /** The one property that every client needs. */
    public Map<String, String> clients() {
        return Map.of("bootstrap.servers", broker.bootstrapServers());
    }

    public Admin admin() {
        return Admin.create(Map.copyOf(clients()));
    }

    /** Starts the broker that was closed, with its data and on its port. */
    public void restartBroker() {
        broker = EmbeddedBroker.start(options().withPort(broker.port()));
    }
}
