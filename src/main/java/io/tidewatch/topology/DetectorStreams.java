package io.tidewatch.topology;

import io.tidewatch.detector.WindowSampler;
import io.tidewatch.registry.IncompatibleSchemaException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.streams.KafkaStreams;

/** The running topology: the Kafka Streams application of one detector, from start to stop. */
public final class DetectorStreams implements AutoCloseable {
    private static final Duration CLOSE_WAIT = Duration.ofSeconds(30);

    private final PatientRegistry registry;
    private final UncaughtFaults faults;
    private final ThreadSettings threads;
    private final KafkaStreams streams;

    /**
     * Registers the alert schema, waiting while the registry is away, then assembles the application.
     *
     * @param settings see {@link StreamsSettings#of}
     * @param learning where full windows go
     * @throws IncompatibleSchemaException when the registry refuses the alert schema
     * @throws StoppedException when the registry is stopped meanwhile
     */
    public DetectorStreams(
            TopologySpec spec,
            Properties settings,
            PatientRegistry registry,
            ModelHolder models,
            Learning learning,
            TopologyObserver observer)
            throws IncompatibleSchemaException {
        this.registry = registry;
        AlertSerializer alerts = AlertSerializer.register(registry, spec.alertsTopic());
        FetchPulse pulse = new FetchPulse(this::metrics);
        OutputLimits limits = OutputLimits.read(settings, List.of(spec.alertsTopic(), spec.deadLettersTopic()));
        Properties handled = new Properties();
        handled.putAll(settings);
        FaultHandling.of(spec, limits, observer).into(handled);
        this.faults = new UncaughtFaults(limits);
        this.threads = ThreadSettings.read(settings);
        this.streams = new KafkaStreams(
                DetectorTopology.build(spec, registry, new Outputs(alerts, limits), models, learning, pulse, observer),
                handled,
                new ThreadPerCorruption());
        streams.setUncaughtExceptionHandler(faults);
    }

    /** Hands full windows to a sampler of this process, on all stream threads. */
    public DetectorStreams(
            TopologySpec spec,
            Properties settings,
            PatientRegistry registry,
            ModelHolder models,
            WindowSampler sampler,
            TopologyObserver observer)
            throws IncompatibleSchemaException {
        this(spec, settings, registry, models, new Learning.Handed(sampler), observer);
    }

    public void start() {
        streams.start();
    }

    public KafkaStreams.State state() {
        return streams.state();
    }

    /** To be called before {@link #start}. */
    public void onState(KafkaStreams.StateListener listener) {
        streams.setStateListener(listener);
    }

    /** What ended the application by itself; empty while nothing did. */
    public Optional<Throwable> fault() {
        return faults.fatal();
    }

    /** The application itself, for what binds its metrics. */
    public KafkaStreams application() {
        return streams;
    }

    /** Fetches that the brokers have answered since the start; while it stands still, they are away. */
    public long fetchesAnswered() {
        return FetchPulse.answered(streams.metrics());
    }

    public StreamThreads threads() {
        return StreamThreads.of(threads, streams.metadataForLocalThreads(), streams.metrics());
    }

    /** How far the input has been worked off. */
    public InputProgress progress() {
        return InputProgress.of(threads, streams.metrics());
    }

    /** Metrics of Kafka Streams with those of its clients. */
    Map<MetricName, Metric> metrics() {
        return new HashMap<>(streams.metrics());
    }

    /** Stops, committing what is done; what waits for the registry is given up, uncommitted. */
    @Override
    public void close() {
        close(CLOSE_WAIT);
    }

    /** @return whether all threads ended in time */
    public boolean close(Duration wait) {
        // First the state, so that a thread that gives up is part of the stop, not a failure; then the waiters.
        streams.close(Duration.ZERO);
        registry.stop();
        return streams.close(wait);
    }
}
