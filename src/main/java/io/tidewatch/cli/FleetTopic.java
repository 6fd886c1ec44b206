package io.tidewatch.cli;

import io.tidewatch.config.ConfigException;
import io.tidewatch.config.ConfigLoader;
import io.tidewatch.config.TidewatchConfig;
import io.tidewatch.embedded.EmbeddedBroker;
import io.tidewatch.embedded.EmbeddedRegistry;
import io.tidewatch.event.EventComposer;
import io.tidewatch.inference.CompiledScorer;
import io.tidewatch.learning.EventHistory;
import io.tidewatch.learning.ModelTraining;
import io.tidewatch.model.ModelArtifact;
import io.tidewatch.model.artifact.ModelDirectory;
import io.tidewatch.model.training.Dl4jTrainer;
import io.tidewatch.registry.ConfluentRegistry;
import io.tidewatch.registry.SchemaRegistry;
import io.tidewatch.simulation.Fleet;
import io.tidewatch.topology.PatientRegistry;
import io.tidewatch.topology.RecordDecoder;
import io.tidewatch.topology.TopicHistory;
import io.tidewatch.topology.TopologyObserver;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/** A topic of simulated servers on a broker in this process. */
final class FleetTopic implements AutoCloseable {
    static final String NAME = "demo.servers";
    static final Duration STEP = Duration.ofMinutes(5);

    private static final int PARTITIONS = 4;

    private final TidewatchConfig config;
    private final Fleet fleet;
    private final SchemaRegistry registry;
    private final SeriesProducer producer;

    /** Creates the topic. */
    FleetTopic(TidewatchConfig config, Fleet fleet) throws Exception {
        this.config = config;
        this.fleet = fleet;
        try (Admin admin = Admin.create(Map.<String, Object>copyOf(config.kafka()))) {
            admin.createTopics(List.of(new NewTopic(NAME, PARTITIONS, (short) 1)))
                    .all()
                    .get();
        }
        this.registry = new ConfluentRegistry(
                config.registry().urls(), config.registry().properties());
        this.producer = new SeriesProducer(
                config.kafka(), registry, NAME, new EventComposer(config.event(), SentFields.avroName(NAME)));
    }

    /**
     * The configuration of a detector of such a topic.
     *
     * @param work for its models and state
     * @param port of its page
     */
    static TidewatchConfig config(EmbeddedBroker broker, EmbeddedRegistry registry, Path work, int port)
            throws ConfigException {
        List<String> assignments = List.of(
                "detector=demo",
                "kafka.bootstrap.servers=" + broker.bootstrapServers(),
                "schema-registry.url=" + registry.url(),
                "input.topics=" + NAME,
                "input.time=" + EventComposer.TIME_FIELD,
                "input.features=" + String.join(",", Fleet.FEATURES),
                "window.step=" + STEP.toMinutes() + "m",
                "window.quiet-after=" + 2 * STEP.toMinutes() + "m",
                "model.epochs=3",
                "model.directory=" + work.resolve("models"),
                "state-directory=" + work.resolve("state"),
                "http.port=" + port,
                "http.management-port=0");
        return ConfigLoader.load(null, Map.of(), assignments);
    }

    SchemaRegistry registry() {
        return registry;
    }

    /** Sends the events of one step of the fleet; returns how many. */
    int send(long timeMs) {
        int[] events = new int[1];
        fleet.step(timeMs, event -> {
            producer.send(event);
            events[0]++;
        });
        return events[0];
    }

    /** Sends the events of all steps from one time to another, which is not included; returns how many. */
    long send(long fromMs, long toMs) {
        long events = 0;
        for (long timeMs = fromMs; timeMs < toMs; timeMs += STEP.toMillis()) {
            events += send(timeMs);
        }
        flush();
        return events;
    }

    /** Waits until everything sent has arrived. */
    void flush() {
        producer.flush();
    }

    /** Learns from all that the topic holds, and stores the model. */
    ModelArtifact learn() throws Exception {
        EventHistory history = new EventHistory(config.detector());
        PatientRegistry patient = new PatientRegistry(registry, new TopologyObserver() {});
        new TopicHistory(config.kafka(), config.inputTopics())
                .read(new RecordDecoder(config.event(), patient), System.currentTimeMillis(), history, done -> {});
        ModelTraining training = new ModelTraining(config.detector(), new Dl4jTrainer(), CompiledScorer::compile);
        ModelArtifact model =
                training.train(training.prepare(history.samples()), null, System.currentTimeMillis(), done -> {});
        new ModelDirectory(config.model()).add(model);
        return model;
    }

    @Override
    public void close() {
        producer.close();
        registry.close();
    }
}
