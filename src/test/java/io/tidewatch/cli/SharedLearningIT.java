package io.tidewatch.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidewatch.config.ConfigLoader;
import io.tidewatch.config.TidewatchConfig;
import io.tidewatch.embedded.EmbeddedBroker;
import io.tidewatch.embedded.EmbeddedRegistry;
import io.tidewatch.event.EventComposer;
import io.tidewatch.registry.ConfluentRegistry;
import io.tidewatch.registry.SchemaRegistry;
import io.tidewatch.simulation.AnomalyType;
import io.tidewatch.simulation.Fleet;
import io.tidewatch.simulation.FleetSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Empty topics, forty entities over six partitions, time twenty-four times as fast: what instances learn together,
 * and what is
 * raised when they are killed meanwhile, against one instance that nothing happens to.
 *
 * <p>Takes ten minutes, so only when it is asked for: {@code mvn verify -Dit.test=SharedLearningIT -Dtest=none
 * -Dsurefire.failIfNoSpecifiedTests=false -Dtest.excluded.groups=none}.
 */
@Tag("soak")
class SharedLearningIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String INPUT = "together.servers";
    private static final int STEPS = 115;
    private static final Duration PACE = Duration.ofMillis(2_500);

    /** Wall-clock times, and what depends on them. */
    private static final List<String> OF_THE_CLOCK = List.of("detectedAt");

    private static final FleetSpec SPEC = new FleetSpec(
            40,
            Duration.ofMinutes(1),
            Instant.parse("2026-03-02T00:00:00Z"),
            Duration.ofMinutes(50),
            Duration.ofMinutes(STEPS - 50),
            3,
            new FleetSpec.Anomalies(
                    List.of(AnomalyType.SPIKE, AnomalyType.LEVEL_SHIFT, AnomalyType.DIP, AnomalyType.SPIKE), 1, 12),
            FleetSpec.Behaviour.PLAIN);

    /** What one instance raises that nothing happens to; the same for all tests. */
    private static Map<String, List<JsonNode>> expected;

    /** Kept when a test fails: it holds the logs of the instances. */
    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private static Path directory;

    @BeforeAll
    static void runUndisturbed() throws Exception {
        expected = run("alone", (step, instances, cluster) -> {});
        assertThat(expected).hasSizeGreaterThan(5);
    }

    /** What happens to the instances, beside the steps that are sent. */
    private interface Plot {
        /** Called after each step; the first instance runs already. */
        void after(int step, List<Instance> instances, Cluster cluster) throws Exception;
    }

    private record Cluster(EmbeddedBroker broker, EmbeddedRegistry registry, Path directory) {
        String configuration() {
            return """
                    detector: together
                    kafka: { bootstrap.servers: "%s", session.timeout.ms: 4000, heartbeat.interval.ms: 500, auto.offset.reset: earliest }
                    schema-registry: { url: "%s" }
                    input: { topics: [%s], time: %s, features: [%s] }
                    window: { step: 1m }
                    model: { epochs: 3 }
                    """.formatted(
                            broker.bootstrapServers(),
                            registry.url(),
                            INPUT,
                            EventComposer.TIME_FIELD,
                            String.join(", ", Fleet.FEATURES));
        }

        Instance start(String name) throws Exception {
            return new Instance(configuration(), directory.resolve(name));
        }
    }

    /** The alerts that were raised, in order of each entity. */
    private static Map<String, List<JsonNode>> run(String name, Plot plot) throws Exception {
        Path own = directory.resolve(name);
        List<Instance> instances = new ArrayList<>();
        try (EmbeddedBroker broker = EmbeddedBroker.start();
                EmbeddedRegistry registry = EmbeddedRegistry.start()) {
            broker.createTopic(INPUT, 6, Map.of());
            Cluster cluster = new Cluster(broker, registry, own);
            Path yaml = Files.writeString(Files.createDirectories(own).resolve("reader.yaml"), cluster.configuration());
            TidewatchConfig config = ConfigLoader.load(yaml, Map.of(), List.of());
            try (SchemaRegistry schemas = new ConfluentRegistry(List.of(registry.url()), Map.of());
                    SeriesProducer producer = new SeriesProducer(
                            config.kafka(),
                            schemas,
                            INPUT,
                            new EventComposer(config.event(), SentFields.avroName(INPUT)))) {
                instances.add(cluster.start("first"));
                await().atMost(Duration.ofMinutes(2))
                        .until(() -> instances.get(0).is("tidewatch_ready"));
                Fleet fleet = new Fleet(SPEC);
                long startedNs = System.nanoTime();
                for (int step = 0; step < STEPS; step++) {
                    fleet.step(SPEC.start().toEpochMilli() + step * SPEC.step().toMillis(), producer::send);
                    producer.flush();
                    plot.after(step, instances, cluster);
                    // Event time goes on evenly, whatever happens to the instances.
                    LockSupport.parkNanos(startedNs + (step + 1) * PACE.toNanos() - System.nanoTime());
                }
                return settled(yaml);
            }
        } finally {
            for (Instance instance : instances) {
                instance.close();
            }
        }
    }

    /** The alerts once no more come. */
    private static Map<String, List<JsonNode>> settled(Path yaml) {
        List<List<JsonNode>> before = new ArrayList<>(List.of(List.of()));
        return await().atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofSeconds(5))
                .until(
                        () -> {
                            List<JsonNode> now = alerts(yaml);
                            boolean same = now.equals(before.get(0)) && !now.isEmpty();
                            before.set(0, now);
                            return same ? byEntity(now) : null;
                        },
                        Objects::nonNull);
    }

    private static List<JsonNode> alerts(Path yaml) throws Exception {
        CommandRun alerts = CommandRun.of("alerts", "--config=" + yaml, "--json", "--until-end");
        assertThat(alerts.exitCode()).as(alerts.err()).isZero();
        List<JsonNode> nodes = new ArrayList<>();
        for (String line : alerts.lines()) {
            ObjectNode node = (ObjectNode) JSON.readTree(line);
            node.remove(OF_THE_CLOCK);
            nodes.add(node);
        }
        return nodes;
    }

    private static Map<String, List<JsonNode>> byEntity(List<JsonNode> alerts) {
        Map<String, List<JsonNode>> byEntity = new TreeMap<>();
        alerts.forEach(alert -> byEntity.computeIfAbsent(alert.get("entity").asText(), entity -> new ArrayList<>())
                .add(alert));
        return byEntity;
    }

    @Test
    void oneInstanceTrainsForBothAndTheOtherFinishesWhenItIsKilled() throws Exception {
        boolean[] killed = new boolean[1];
        List<String> versions = new ArrayList<>();

        Map<String, List<JsonNode>> both = run("both", (step, instances, cluster) -> {
            if (step == 5) {
                instances.add(cluster.start("second"));
            }
            if (!killed[0]) {
                for (Instance instance : List.copyOf(instances)) {
                    if (instance.is("tidewatch_training_running")) {
                        instance.kill();
                        instances.remove(instance);
                        killed[0] = true;
                        break;
                    }
                }
            }
            if (killed[0] && step == 75) {
                instances.add(cluster.start("third"));
            }
            if (step == STEPS - 1) {
                instances.forEach(instance -> versions.add(instance.version()));
            }
        });

        assertThat(killed[0]).as("the trainer was killed while it trained").isTrue();
        assertThat(versions).hasSize(2).doesNotContain("").containsOnly(versions.get(0));
        assertThat(both).isEqualTo(expected);
    }

    @Test
    void whatIsRaisedIsTheSameWhereverAColdStartIsKilled() throws Exception {
        Random random = new Random(11);
        List<Integer> steps = random.ints(10, 0, STEPS - 6).boxed().sorted().toList();

        Map<String, List<JsonNode>> disturbed = run("killed", (step, instances, cluster) -> {
            if (steps.contains(step)) {
                instances.get(instances.size() - 1).kill();
                instances.add(cluster.start("first"));
            }
        });

        assertThat(disturbed).isEqualTo(expected);
    }
}
