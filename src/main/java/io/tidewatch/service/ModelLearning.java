package io.tidewatch.service;

import io.tidewatch.detector.DetectorSpec;
import io.tidewatch.detector.WindowSampler;
import io.tidewatch.learning.ColdStart;
import io.tidewatch.learning.ModelTraining;
import io.tidewatch.learning.WindowSamples;
import io.tidewatch.model.ModelArtifact;
import io.tidewatch.model.artifact.ModelDirectory;
import io.tidewatch.window.Window;
import java.io.IOException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.kafka.common.utils.ThreadUtils;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Learns models while the service runs, when it started without one: collects windows from the stream threads, trains
 * on a thread of its own, stores each model and puts it into use.
 */
final class ModelLearning implements WindowSampler, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ModelLearning.class);

    private final ColdStart coldStart;
    private final ModelTraining training;
    private final ModelDirectory directory;
    private final KeptWindows kept;
    private final ModelSwap models;
    private final ExecutorService thread;
    private volatile @Nullable ModelArtifact newest;
    private volatile @Nullable String fault;

    /** Goes on with the windows that were kept when the service stopped, unless there is a model already. */
    ModelLearning(DetectorSpec spec, ModelTraining training, ModelDirectory directory, ModelSwap models) {
        this.kept = new KeptWindows(directory.path(), spec);
        if (models.current() != null) {
            kept.drop();
        }
        this.coldStart = new ColdStart(kept.read().orElseGet(() -> new WindowSamples(spec)));
        this.training = training;
        this.directory = directory;
        this.models = models;
        this.thread = Executors.newSingleThreadExecutor(ThreadUtils.createThreadFactory("tidewatch-training", true));
    }

    @Override
    public synchronized void sample(String entity, Window window, long localMs, boolean normal) {
        coldStart.sample(entity, window, localMs, normal);
        if (coldStart.due()) {
            thread.execute(this::train);
        }
    }

    /** How far the first model has come. */
    synchronized LearningState learning() {
        return new LearningState(coldStart.samples().shown(), ColdStart.FIRST_WINDOWS, fault);
    }

    private void train() {
        try {
            // The windows collected so far are copied under the lock inside; training itself holds none.
            ModelTraining.Prepared prepared;
            synchronized (this) {
                prepared = training.prepare(coldStart.samples());
            }
            ModelArtifact model = training.train(prepared, newest, System.currentTimeMillis(), done -> {});
            // Into use first: a model that is refused must not lie there for the next start.
            models.use(model);
            newest = model;
            directory.add(model);
            kept.drop();
            fault = null;
            LOG.atInfo()
                    .addKeyValue("version", model.version())
                    .addKeyValue("windows", model.provenance().windows())
                    .addKeyValue("loss", model.provenance().loss())
                    .log("model learned");
        } catch (IOException e) {
            fault = "the model cannot be stored in " + directory.path() + ": " + e.getMessage()
                    + "; make the directory writable, or set another one";
            LOG.atError().setCause(e).addKeyValue("directory", directory.path()).log("model cannot be stored");
        } catch (RuntimeException e) {
            // The detector goes on with the model it has; the next training may succeed.
            fault = "the training failed: " + e.getMessage() + "; see the log for the cause";
            LOG.atError().setCause(e).log("training failed");
        }
    }

    /** Stops learning; windows that have not become a model yet are kept for the next start. */
    @Override
    public synchronized void close() {
        thread.shutdownNow();
        if (newest == null && coldStart.samples().shown() > 0) {
            kept.keep(coldStart.samples());
        }
    }
}
