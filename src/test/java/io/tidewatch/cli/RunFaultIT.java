package io.tidewatch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewatch.embedded.EmbeddedBroker;
import io.tidewatch.embedded.EmbeddedRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code tidewatch run} says last when the cluster or the disk does not let it go on. */
class RunFaultIT {
    private static EmbeddedBroker broker;
    private static EmbeddedRegistry registry;

    @TempDir
    private Path directory;

    @BeforeAll
    static void start() {
        broker = EmbeddedBroker.start();
        registry = EmbeddedRegistry.start();
    }

    @AfterAll
    static void stop() {
        registry.close();
        broker.close();
    }

    private CommandRun run(String detector) throws IOException {
        broker.createTopic(detector + ".in", 2, Map.of());
        Path yaml = Files.writeString(directory.resolve("run.yaml"), """
                        detector: %s
                        kafka: { bootstrap.servers: "%s" }
                        schema-registry: { url: "%s" }
                        input: { topics: [%s.in], entity: sensor, time: at, features: [load] }
                        window: { step: 5m }
                        model: { directory: '%s' }
                        state-directory: '%s'
                        http: { port: 0 }
                        """.formatted(
                        detector,
                        broker.bootstrapServers(),
                        registry.url(),
                        detector,
                        directory.resolve("models"),
                        directory.resolve("state")));
        return CommandRun.of("run", "--config=" + yaml);
    }

    @Test
    void internalTopicOfAnotherWidthIsNamedWithTheRemedy() throws Exception {
        broker.createTopic("tidewatch-wide-entities-changelog", 2, Map.of());
        broker.createTopic("tidewatch-wide-by-entity-repartition", 3, Map.of());

        CommandRun run = run("wide");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err().lines())
                .singleElement()
                .asString()
                .startsWith("tidewatch run: ended by itself. Input topics have got another number of partitions, or an")
                .contains("tidewatch-wide-by-entity-repartition", "expected: 2; actual: 3", "tidewatch reset");
    }

    @Test
    void stateDirectoryThatIsAFileIsNamedWithTheRemedy() throws Exception {
        Files.writeString(directory.resolve("state"), "a file");

        CommandRun run = run("file");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err().lines())
                .singleElement()
                .asString()
                .contains("state", "state-directory", directory.resolve("state").toString());
    }
}
