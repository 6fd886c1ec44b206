package io.tidewatch.service;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.tidewatch.config.TidewatchConfig;
import io.tidewatch.detector.ModelTraining;
import io.tidewatch.detector.WindowSampler;
import io.tidewatch.model.ModelArtifact;
import io.tidewatch.model.artifact.ModelArtifactException;
import io.tidewatch.model.artifact.ModelDirectory;
import io.tidewatch.model.training.Dl4jTrainer;
import io.tidewatch.registry.ConfluentRegistry;
import io.tidewatch.registry.IncompatibleSchemaException;
import io.tidewatch.registry.SchemaRegistry;
import io.tidewatch.scoring.CompiledScorer;
import io.tidewatch.topology.DetectorStreams;
import io.tidewatch.topology.ModelHolder;
import io.tidewatch.topology.PatientRegistry;
import io.tidewatch.topology.StreamsSettings;
import io.tidewatch.topology.TopicPlan;
import io.tidewatch.topology.TopicProvisioning;
import io.tidewatch.topology.TopologySpec;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.streams.KafkaStreams;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The running process: topics checked, model loaded, topology started, state served over HTTP. */
public final class TidewatchService implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TidewatchService.class);

    private final SchemaRegistry registry;
    private final LiveState state;
    private final DetectorStreams streams;
    private final HttpServer http;
    private final ModelLearning learning;
    private final StreamsMeters streamsMeters;
    private final PrometheusMeterRegistry meters;
    private final CountDownLatch ended = new CountDownLatch(1);

    private TidewatchService(TidewatchConfig config)
            throws IOException, ModelArtifactException, IncompatibleSchemaException {
        this.meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        this.state = new LiveState(meters, System::currentTimeMillis);
        this.registry = new ConfluentRegistry(
                config.registry().urls(), config.registry().properties());
        ModelHolder models = new ModelHolder();
        ModelDirectory directory = new ModelDirectory(config.model());
        Optional<ModelArtifact> model = directory.newest();
        model.ifPresent(artifact ->
                models.set(artifact, CompiledScorer.compile(artifact.trained().network())));
        ModelTraining training = new ModelTraining(config.detector(), new Dl4jTrainer(), CompiledScorer::compile);
        this.learning = new ModelLearning(config.detector(), training, directory, models);
        WindowSampler sampler = model.isPresent() ? (entity, window, localMs) -> {} : learning;
        this.streams = new DetectorStreams(
                new TopologySpec(
                        config.inputTopics(),
                        config.topics().alerts(),
                        config.topics().deadLetters(),
                        config.event(),
                        config.detector()),
                StreamsSettings.of(config.applicationId(), config.stateDirectory(), config.kafka()),
                new PatientRegistry(registry, state),
                models,
                sampler,
                state);
        streams.onState((newState, oldState) -> {
            if (newState == KafkaStreams.State.ERROR || newState == KafkaStreams.State.NOT_RUNNING) {
                ended.countDown();
            }
        });
        Health health = new Health(streams, state);
        Overview overview = new Overview(config.detector().name(), state, models, streams::state, learning::progress);
        this.http = new HttpServer(
                config.http().host(), config.http().port(), health, state.incidents(), meters::scrape, overview::read);
        state.onAlert(http::tell);
        this.streamsMeters = bindMeters(models);
        LOG.atInfo()
                .addKeyValue("detector", config.detector().name())
                .addKeyValue("topics", config.inputTopics())
                .addKeyValue("model", model.map(ModelArtifact::version).orElse("none yet: learning"))
                .addKeyValue("http", address())
                .log("starting");
    }

    /**
     * Starts the service.
     *
     * @throws IllegalStateException when topics are missing or the broker does not answer, with the remedy
     * @throws ModelArtifactException when the newest model cannot be used
     * @throws IncompatibleSchemaException when the registry refuses the alert schema
     */
    public static TidewatchService start(TidewatchConfig config)
            throws IOException, ModelArtifactException, IncompatibleSchemaException {
        provision(config);
        TidewatchService service = new TidewatchService(config);
        service.streams.start();
        return service;
    }

    private static void provision(TidewatchConfig config) {
        Map<String, Object> client = new HashMap<>(config.kafka());
        try (Admin admin = Admin.create(client)) {
            new TopicProvisioning(
                            admin,
                            config.kafka().getOrDefault("bootstrap.servers", ""),
                            new TopicPlan(
                                    config.inputTopics(),
                                    config.event().entityField().isEmpty(),
                                    config.topics().alerts(),
                                    config.topics().deadLetters(),
                                    config.topics().models(),
                                    config.topics().create(),
                                    config.topics().replicationFactor()))
                    .provision();
        }
    }

    private StreamsMeters bindMeters(ModelHolder models) {
        new JvmMemoryMetrics().bindTo(meters);
        new JvmThreadMetrics().bindTo(meters);
        new ProcessorMetrics().bindTo(meters);
        JvmGcMetrics gc = new JvmGcMetrics();
        gc.bindTo(meters);
        Gauge.builder("tidewatch.model.ready", models, holder -> holder.current() == null ? 0 : 1)
                .description("1 once a model is in use")
                .register(meters);
        return new StreamsMeters(streams, meters, gc);
    }

    /** Address of the page. */
    public String address() {
        return "http://127.0.0.1:" + http.port() + "/";
    }

    /** What goes on. */
    public LiveState state() {
        return state;
    }

    /** Whether records are being processed. */
    public boolean running() {
        return streams.state() == KafkaStreams.State.RUNNING;
    }

    /**
     * Waits until the service ends by itself or is closed.
     *
     * @return what ended it; empty when it was closed
     */
    public Optional<Throwable> awaitEnd() throws InterruptedException {
        ended.await();
        return streams.fault();
    }

    @Override
    public void close() {
        LOG.atInfo().log("stopping");
        streams.close();
        learning.close();
        streamsMeters.close();
        http.close();
        registry.close();
        ended.countDown();
        LOG.atInfo().log("stopped");
    }
}
