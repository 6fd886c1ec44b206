package io.tidewatch.bench;

import io.tidewatch.Alert;
import io.tidewatch.detector.ScheduledModel;
import io.tidewatch.detector.StepResult;
import io.tidewatch.evidence.WarmUp;
import io.tidewatch.inference.CompiledScorer;
import io.tidewatch.learning.ModelTraining;
import io.tidewatch.learning.TrainingSchedule;
import io.tidewatch.model.ModelArtifact;
import io.tidewatch.model.Scorer;
import io.tidewatch.model.artifact.ModelDirectory;
import io.tidewatch.model.training.Dl4jTrainer;
import io.tidewatch.registry.ConfluentRegistry;
import io.tidewatch.registry.IncompatibleSchemaException;
import io.tidewatch.registry.SchemaRegistry;
import io.tidewatch.topology.DetectorStreams;
import io.tidewatch.topology.Learning;
import io.tidewatch.topology.ModelHolder;
import io.tidewatch.topology.ModelPublisher;
import io.tidewatch.topology.PartitionPlan;
import io.tidewatch.topology.PatientRegistry;
import io.tidewatch.topology.StreamsSettings;
import io.tidewatch.topology.TopologyObserver;
import io.tidewatch.topology.TopologySpec;
import io.tidewatch.topology.TrainingThread;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;

/** One topology as a Kafka Streams application, with what it has done so far counted. */
final class RunningTopology implements AutoCloseable {
    private static final Duration CLOSE_WAIT = Duration.ofSeconds(60);

    /** Less than a training takes, so that one follows the other. */
    private static final long RETRAIN_MS = 2_000;

    private final SchemaRegistry registry;
    private final KafkaStreams streams;
    private final LongAdder decoded = new LongAdder();
    private final LongAdder scored = new LongAdder();
    private final LongAdder alerts = new LongAdder();

    RunningTopology(RunSpec spec) throws IOException, IncompatibleSchemaException {
        this.registry = new ConfluentRegistry(List.of(spec.registryUrl()), Map.of());
        Properties settings = StreamsSettings.of(
                spec.applicationId(),
                Path.of(spec.stateDirectory()),
                Map.of(
                        StreamsConfig.BOOTSTRAP_SERVERS_CONFIG,
                        spec.bootstrapServers(),
                        StreamsConfig.NUM_STREAM_THREADS_CONFIG,
                        Integer.toString(spec.threads()),
                        StreamsConfig.COMMIT_INTERVAL_MS_CONFIG,
                        Long.toString(spec.commitIntervalMs()),
                        // For the pass-through; the detector's stores are not cached by Streams.
                        StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG,
                        Integer.toString(64 << 20),
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "earliest"));
        this.streams = spec.subject() == RunSpec.Subject.DETECTOR
                ? detector(spec, settings)
                : new KafkaStreams(
                        PassThroughTopology.build(
                                spec.inputTopic(),
                                EventFormat.spec(spec.features(), spec.entityInKey()),
                                new PatientRegistry(registry, new TopologyObserver() {}),
                                Workload.STEP_MS,
                                decoded),
                        settings);
        streams.start();
    }

    private KafkaStreams detector(RunSpec spec, Properties settings) throws IOException, IncompatibleSchemaException {
        Optional<ModelArtifact> model = new ModelDirectory(Path.of(spec.modelDirectory())).newest(refused -> {
            throw new IllegalStateException(refused);
        });
        ModelHolder models = new ModelHolder();
        if (model.isPresent()) {
            Scorer scorer = CompiledScorer.compile(model.get().trained().network());
            // As the service does before a model goes live.
            WarmUp.of(scorer);
            models.set(List.of(ScheduledModel.atOnce(model.get(), scorer)));
        }
        TopologyObserver observer = new Counts();
        return new DetectorStreams(
                        new TopologySpec(
                                List.of(spec.inputTopic()),
                                PartitionPlan.ofNew(Map.of(spec.inputTopic(), partitions(spec)), spec.entityInKey()),
                                spec.alertsTopic(),
                                spec.deadLettersTopic(),
                                EventFormat.spec(spec.features(), spec.entityInKey()),
                                RunSpec.detector(spec.features(), spec.stepMs())),
                        settings,
                        new PatientRegistry(registry, observer),
                        models,
                        learning(spec, models),
                        observer)
                .application();
    }

    /** Where it is asked for, one training after the other, each with its swap. */
    private static Learning learning(RunSpec spec, ModelHolder models) {
        if (!spec.training()) {
            return new Learning.Handed((entity, window, localMs, normal) -> {});
        }
        ModelTraining training = new ModelTraining(
                RunSpec.detector(spec.features(), spec.stepMs()), new Dl4jTrainer(), CompiledScorer::compile);
        ModelPublisher swap = (model, fromMs) -> {
            Scorer scorer = CompiledScorer.compile(model.trained().network());
            WarmUp.of(scorer);
            models.set(List.of(ScheduledModel.atOnce(model, scorer)));
        };
        return new Learning.Trained(
                new TrainingSchedule(RETRAIN_MS),
                new TrainingThread(training, swap, System::currentTimeMillis),
                () -> {
                    ScheduledModel newest = models.newest();
                    return newest == null ? null : newest.artifact();
                },
                CompiledScorer::compile);
    }

    private static int partitions(RunSpec spec) {
        try (Admin admin =
                Admin.create(Map.<String, Object>of(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, spec.bootstrapServers()))) {
            return admin.describeTopics(List.of(spec.inputTopic())).allTopicNames().get().values().stream()
                    .mapToInt(topic -> topic.partitions().size())
                    .sum();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the benchmark's topic " + spec.inputTopic() + " cannot be described", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while describing the benchmark's topic.", e);
        }
    }

    KafkaStreams streams() {
        return streams;
    }

    long decoded() {
        return decoded.sum();
    }

    /** Steps scored with a full window and the model. */
    long scored() {
        return scored.sum();
    }

    /** Alert messages of every kind. */
    long alerts() {
        return alerts.sum();
    }

    /** @throws IllegalStateException when the application has ended by itself: what was measured since means nothing */
    void requireSound() {
        KafkaStreams.State state = streams.state();
        if (!state.isRunningOrRebalancing()) {
            throw new IllegalStateException("the topology ended by itself, state " + state + "; see the log above");
        }
    }

    /** Commits, stops and deletes the local state. */
    @Override
    public void close() {
        boolean inTime = streams.close(CLOSE_WAIT);
        registry.close();
        if (!inTime) {
            throw new IllegalStateException("the topology did not stop within " + CLOSE_WAIT.toSeconds() + " s");
        }
        streams.cleanUp();
    }

    private final class Counts implements TopologyObserver {
        @Override
        public void event(String topic, int partition) {
            decoded.increment();
        }

        @Override
        public void step(StepResult result) {
            if (result.phase() == StepResult.Phase.FULL) {
                scored.increment();
            }
        }

        @Override
        public void alert(Alert alert) {
            alerts.increment();
        }
    }
}
