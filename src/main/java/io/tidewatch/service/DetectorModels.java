package io.tidewatch.service;

import io.micrometer.core.instrument.MeterRegistry;
import io.tidewatch.config.ModelKeys;
import io.tidewatch.config.TidewatchConfig;
import io.tidewatch.detector.FeatureHistory;
import io.tidewatch.detector.ModelFit;
import io.tidewatch.inference.CompiledScorer;
import io.tidewatch.learning.ModelTraining;
import io.tidewatch.learning.TrainingSchedule;
import io.tidewatch.model.ModelArtifact;
import io.tidewatch.model.artifact.ModelDirectory;
import io.tidewatch.model.training.Dl4jScorer;
import io.tidewatch.model.training.Dl4jTrainer;
import io.tidewatch.topology.Learning;
import io.tidewatch.topology.ModelHolder;
import io.tidewatch.topology.TrainingThread;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where the models of a running detector come from: one file, or the models topic and the trainer. */
final class DetectorModels implements AutoCloseable {
    private final TidewatchConfig config;
    private final Trainings trainings;
    private final ModelHolder holder = new ModelHolder();
    private final StoredModels stored;
    private final ModelSwap swap;
    private final FollowedModels followed;
    private final TrainingThread trainer;

    /** @param features of the detector, and those of before, of which models may be */
    DetectorModels(
            TidewatchConfig config,
            FeatureHistory features,
            ModelKeys keys,
            Trainings trainings,
            MeterRegistry meters) {
        this.config = config;
        this.trainings = trainings;
        ModelDirectory directory = new ModelDirectory(config.model());
        this.stored = new StoredModels(directory, config.detector(), features, meters);
        this.swap = new ModelSwap(holder, meters, config.scorer(), Dl4jScorer::new);
        ActiveModels active = new ActiveModels(
                config.detector(),
                features,
                keys.trusted(),
                swap,
                new ActiveModels.Copies(directory, config.models().keep()),
                meters);
        this.followed = new FollowedModels(config, active, new ModelPublication(config, keys));
        this.trainer = new TrainingThread(
                new ModelTraining(config.detector(), new Dl4jTrainer(), CompiledScorer::compile),
                followed,
                System::currentTimeMillis);
    }

    /** Where the stream threads find the models in use. */
    ModelHolder holder() {
        return holder;
    }

    /**
     * Uses one model, and learns no other.
     *
     * @throws IllegalArgumentException when it does not fit the detector
     */
    Learning use(ModelArtifact fixed) {
        ModelFit.fault(config.detector(), fixed).ifPresent(fault -> {
            throw new IllegalArgumentException(fault);
        });
        swap.use(fixed);
        return new Learning.Handed((entity, window, localMs, normal) -> {});
    }

    /**
     * Uses the active model of the models topic, and takes part in learning others.
     *
     * @throws IllegalStateException when the topic cannot be read, with the remedy
     * @throws IOException when a model file of an earlier release cannot be read
     */
    Learning follow() throws IOException {
        if (!followed.follow()) {
            // Of an earlier release, which had no topic; or of a topic that was deleted.
            stored.choose().ifPresent(followed::publish);
        }
        return new Learning.Trained(
                new TrainingSchedule(config.models().retrainMs()), trainer, swap::current, CompiledScorer::compile);
    }

    /** Version in use, with what became of damaged files; null while there is none. */
    @Nullable
    String version() {
        ModelArtifact model = swap.current();
        return model == null ? null : model.version() + stored.remark();
    }

    /** What is wrong with the active model or the training of a newer one; empty: nothing. */
    Optional<Problem> problem() {
        return followed.problem().or(trainings::problem).map(text -> new Problem(ProblemRules.MODELS, false, text));
    }

    /** Ends the training that runs, and no longer follows the topic. */
    @Override
    public void close() {
        trainer.close();
        followed.close();
    }
}
