package io.tidewatch.service;

import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.tidewatch.config.ConfigException;
import io.tidewatch.config.ModelKeys;
import io.tidewatch.config.TidewatchConfig;
import io.tidewatch.detector.FeatureHistory;
import io.tidewatch.detector.StepResult;
import io.tidewatch.model.ModelArtifact;
import io.tidewatch.registry.ConfluentRegistry;
import io.tidewatch.registry.IncompatibleSchemaException;
import io.tidewatch.registry.SchemaRegistry;
import io.tidewatch.topology.BrokerAddress;
import io.tidewatch.topology.DetectorStreams;
import io.tidewatch.topology.InputProgress;
import io.tidewatch.topology.Learning;
import io.tidewatch.topology.PatientRegistry;
import io.tidewatch.topology.StreamThreads;
import io.tidewatch.topology.StreamsSettings;
import io.tidewatch.topology.TopologySpec;
import io.tidewatch.window.LeftOut;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.apache.kafka.streams.KafkaStreams;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The running process: topics checked, model loaded, topology started, state served over HTTP. */
public final class TidewatchService implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TidewatchService.class);
    private static final Duration CLOSE_WAIT = Duration.ofSeconds(30);

    private final TidewatchConfig config;
    /** Of the detector, and those that its state may still be of. */
    private final FeatureHistory features;

    private final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final ProcessMeters process = new ProcessMeters(meters);
    private final LiveState state = new LiveState(meters, System::currentTimeMillis);
    private final DetectorModels models;
    private final SchemaRegistry registry;
    private final PatientRegistry patient;
    private final HttpServer http;
    private final Watch watch;
    private final PastIncidents past;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final AtomicBoolean closing = new AtomicBoolean();

    /** Null until the registry has taken the alert schema. */
    private volatile @Nullable DetectorStreams streams;

    private @Nullable KafkaStreamsMetrics streamsMeters;

    private TidewatchService(TidewatchConfig config, FeatureHistory features, ModelKeys keys) {
        this.config = config;
        this.features = features;
        this.models = new DetectorModels(config, features, keys, state.trainings(), meters);
        this.registry = new ConfluentRegistry(
                config.registry().urls(), config.registry().properties());
        this.patient = new PatientRegistry(registry, state);
        this.watch = new Watch(this::counts, BrokerAddress.of(config.kafka()).servers(), System::nanoTime);
        Health health = new Health(
                this::streamsFacts,
                state::registryReachable,
                models::version,
                state.trainings()::learning,
                this::problems);
        ReadinessMeters.register(meters, health);
        Overview overview =
                new Overview(config.detector(), state, models.holder()::newest, this::streamsState, this::problems);
        this.past = new PastIncidents(config.kafka(), registry, config.topics().alerts(), state.incidents());
        this.http =
                new HttpServer(config.http(), new Probes(health, meters::scrape), state.incidents(), overview::read);
        LOG.atInfo()
                .addKeyValue("detector", config.detector().name())
                .addKeyValue("topics", config.inputTopics())
                .addKeyValue("http", address())
                .addKeyValue("management", managementAddress())
                .log("starting");
    }

    /**
     * Starts the service. While the schema registry is away this waits, and HTTP says so.
     *
     * @throws IllegalStateException when topics are missing, the broker does not answer or the HTTP port is taken, with
     *     the remedy
     * @throws IOException when a model file of an earlier release cannot be read; one that is damaged is set aside
     * @throws IncompatibleSchemaException when the registry refuses the alert schema
     * @throws ConfigException when the schema of an input topic lacks configured fields, naming all of them
     */
    public static TidewatchService start(TidewatchConfig config)
            throws IOException, IncompatibleSchemaException, ConfigException {
        return start(config, Optional.empty());
    }

    /**
     * Starts the service as {@link #start(TidewatchConfig)} does.
     *
     * @param fixed a model that scores alone: neither is the models topic needed, nor a model learned; empty: the
     *     models
     *     topic says which is active
     * @throws IllegalArgumentException when the fixed model does not fit the detector
     */
    public static TidewatchService start(TidewatchConfig config, Optional<ModelArtifact> fixed)
            throws IOException, IncompatibleSchemaException, ConfigException {
        ModelKeys keys = ModelKeys.read(config.models());
        Map<String, Integer> partitions = TopicCheck.provision(config, fixed.isEmpty());
        ShapeCheck shape = ShapeCheck.check(config);
        TidewatchService service = new TidewatchService(config, shape.features(), keys);
        boolean started = false;
        try {
            service.launch(partitions, shape, fixed);
            started = true;
        } finally {
            if (!started) {
                service.close();
            }
        }
        return service;
    }

    private void launch(Map<String, Integer> partitions, ShapeCheck shape, Optional<ModelArtifact> fixed)
            throws IOException, IncompatibleSchemaException, ConfigException {
        SchemaCheck.check(config, patient);
        Learning learning = fixed.isPresent() ? models.use(fixed.get()) : models.follow();
        TopologySpec topology = new TopologySpec(
                config.inputTopics(),
                PartitionCheck.plan(config, partitions),
                config.topics().alerts(),
                config.topics().deadLetters(),
                config.event(),
                config.detector(),
                features);
        DetectorStreams launched = new DetectorStreams(
                topology,
                StreamsSettings.of(config.applicationId(), config.stateDirectory(), config.kafka()),
                patient,
                models.holder(),
                learning,
                state);
        launched.onState(this::onState);
        KafkaStreamsMetrics kafka = new KafkaStreamsMetrics(launched.application());
        kafka.bindTo(meters);
        streamsMeters = kafka;
        streams = launched;
        shape.keep();
        launched.start();
        watch.start();
        past.start();
    }

    /** What is wrong now, the worst first. */
    private List<Problem> problems() {
        return Stream.concat(watch.problems().stream(), models.problem().stream())
                .toList();
    }

    private void onState(KafkaStreams.State now, KafkaStreams.State before) {
        LOG.atInfo().addKeyValue("state", now).addKeyValue("before", before).log("streams changed");
        if (now == KafkaStreams.State.ERROR || now == KafkaStreams.State.NOT_RUNNING) {
            ended.countDown();
        }
    }

    private KafkaStreams.State streamsState() {
        DetectorStreams running = streams;
        return running == null ? KafkaStreams.State.CREATED : running.state();
    }

    private StreamsFacts streamsFacts() {
        DetectorStreams running = streams;
        return new StreamsFacts(streamsState(), running == null ? StreamThreads.NONE : running.threads());
    }

    private Watch.Counts counts() {
        DetectorStreams running = streams;
        long full = state.count(StepResult.Phase.FULL) + state.count(StepResult.Phase.WITHOUT_MODEL);
        long young = state.count(StepResult.Phase.LEARNING);
        return new Watch.Counts(
                running() && state.registryReachable(),
                running == null ? 0 : running.fetchesAnswered(),
                running == null ? InputProgress.NONE : running.progress(),
                state.throughput().total(),
                state.rejected(),
                state.newestDeadLetter(),
                state.leftOut().count(LeftOut.LATE.label()) + state.leftOut().count(LeftOut.EARLY.label()),
                full + young,
                young,
                state.sourceTimes().lags());
    }

    public String address() {
        return address(http.port());
    }

    /** Address of health and metrics alone, which no client of the page can hold up. */
    public String managementAddress() {
        return address(http.managementPort());
    }

    private String address(int port) {
        String host = config.http().host();
        boolean anyAddress = host.equals("0.0.0.0") || host.equals("::");
        String reached = anyAddress ? "127.0.0.1" : host;
        return "http://" + (reached.contains(":") ? "[" + reached + "]" : reached) + ":" + port + "/";
    }

    public LiveState state() {
        return state;
    }

    /** Whether records are being processed. */
    public boolean running() {
        return streamsState() == KafkaStreams.State.RUNNING;
    }

    /**
     * Waits until the service ends by itself or is closed.
     *
     * @return what ended it; empty when it was closed
     */
    public Optional<Throwable> awaitEnd() throws InterruptedException {
        ended.await();
        DetectorStreams last = streams;
        return last == null ? Optional.empty() : last.fault();
    }

    /** Stops within half a minute, committing what is done; what is not is done again at the next start. */
    @Override
    public void close() {
        close(CLOSE_WAIT);
    }

    /**
     * Stops, committing what is done; what is not is done again at the next start. A second call does nothing.
     *
     * @param wait for the stream threads to end
     * @return whether they ended in time
     */
    public boolean close(Duration wait) {
        if (!closing.compareAndSet(false, true)) {
            return true;
        }
        LOG.atInfo().log("stopping");
        DetectorStreams running = streams;
        boolean inTime = running == null || running.close(wait);
        patient.stop();
        models.close();
        watch.close();
        past.close();
        if (streamsMeters != null) {
            streamsMeters.close();
        }
        http.close();
        process.close();
        registry.close();
        ended.countDown();
        (inTime ? LOG.atInfo() : LOG.atWarn())
                .addKeyValue("events", state.throughput().total())
                .addKeyValue("incidents", state.opened())
                .addKeyValue("inTime", inTime)
                .log("stopped");
        return inTime;
    }
}
