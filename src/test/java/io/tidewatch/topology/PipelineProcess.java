package io.tidewatch.topology;

import io.tidewatch.registry.ConfluentRegistry;
import io.tidewatch.registry.SchemaRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** The topology as a process of its own, so that a test can kill it. */
final class PipelineProcess {
    private PipelineProcess() {}

    /** @param args bootstrap servers, registry URL, topic prefix (also the application's id), state directory */
    public static void main(String[] args) throws Exception {
        open(args[0], args[1], args[2], Path.of(args[3]), new Recorder()).start();
        Thread.currentThread().join();
    }

    static DetectorStreams open(
            String bootstrapServers, String registryUrl, String prefix, Path state, TopologyObserver observer)
            throws Exception {
        return open(bootstrapServers, new ConfluentRegistry(List.of(registryUrl), Map.of()), prefix, state, observer);
    }

    static DetectorStreams open(
            String bootstrapServers, SchemaRegistry schemas, String prefix, Path state, TopologyObserver observer)
            throws Exception {
        Properties settings = StreamsSettings.of(
                prefix,
                state,
                Map.of(
                        "bootstrap.servers",
                        bootstrapServers,
                        "session.timeout.ms",
                        "3000",
                        "heartbeat.interval.ms",
                        "500",
                        "commit.interval.ms",
                        "100"));
        // Shorter waits than in production, so that a test sees both.
        PatientRegistry registry = new PatientRegistry(schemas, observer, Duration.ofSeconds(2), Duration.ofSeconds(4));
        return new DetectorStreams(
                TestSpecs.over(prefix),
                settings,
                registry,
                new ModelHolder(),
                (entity, window, localMs, normal) -> {},
                observer);
    }
}
