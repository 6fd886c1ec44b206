package io.tidewatch.topology;

import io.tidewatch.learning.ModelTraining;
import io.tidewatch.learning.TrainingResult;
import io.tidewatch.learning.TrainingSet;
import io.tidewatch.model.ModelArtifact;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A thread of the lowest priority that trains models, one at a time, and publishes those that win. */
public final class TrainingThread implements Trainer, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TrainingThread.class);

    private final ModelTraining training;
    private final ModelPublisher publisher;
    private final LongSupplier clockMs;
    private final ExecutorService thread;
    private final AtomicReference<@Nullable Job> current = new AtomicReference<>();

    /** @param clockMs wall-clock time, for the provenance */
    public TrainingThread(ModelTraining training, ModelPublisher publisher, LongSupplier clockMs) {
        this.training = training;
        this.publisher = publisher;
        this.clockMs = clockMs;
        this.thread = Executors.newSingleThreadExecutor(work -> {
            Thread thread = new Thread(work, "tidewatch-training");
            thread.setDaemon(true);
            thread.setPriority(Thread.MIN_PRIORITY);
            return thread;
        });
    }

    @Override
    public void train(TrainingRequest request, Consumer<TrainingOutcome> done) {
        Job job = new Job(request, done);
        current.set(job);
        thread.execute(job);
    }

    @Override
    public void cancel() {
        current.set(null);
    }

    /** Gives up the training that runs. */
    @Override
    public void close() {
        cancel();
        thread.shutdownNow();
    }

    private final class Job implements Runnable {
        private final TrainingRequest request;
        private final Consumer<TrainingOutcome> done;

        private Job(TrainingRequest request, Consumer<TrainingOutcome> done) {
            this.request = request;
            this.done = done;
        }

        @Override
        public void run() {
            try {
                goOn();
                TrainingOutcome outcome = new TrainingOutcome.Ended(train());
                goOn();
                done.accept(outcome);
            } catch (CancellationException e) {
                LOG.atInfo().addKeyValue("until", request.run().untilMs()).log("training given up: the task has moved");
            } catch (RuntimeException e) {
                if (current.get() != this) {
                    // An interrupted publication, for example: nobody waits for it any more.
                    LOG.atInfo().addKeyValue("reason", e.toString()).log("training given up: the task has moved");
                    return;
                }
                LOG.atError().setCause(e).log("training failed");
                done.accept(new TrainingOutcome.Failed(
                        "the training failed: " + e.getMessage() + "; see the log for the cause"));
            }
        }

        /** @throws CancellationException when the training is to be given up */
        private void goOn() {
            if (current.get() != this) {
                throw new CancellationException();
            }
        }

        private TrainingResult train() {
            TrainingSet windows = request.windows().get();
            ModelArtifact active = request.active();
            if (active != null && madeBefore(active, windows)) {
                // Published before a crash, which came before that was stored.
                return new TrainingResult.Won(active);
            }
            TrainingResult result =
                    training.challenge(training.prepare(windows), active, clockMs.getAsLong(), done -> goOn());
            if (result instanceof TrainingResult.Won won) {
                goOn();
                publisher.publish(won.model(), request.run().untilMs() + windows.windowMs());
            }
            log(result, active);
            return result;
        }

        private boolean madeBefore(ModelArtifact active, TrainingSet windows) {
            return !active.version().equals(request.run().base()) && windows.learnedBy(active.provenance());
        }

        private void log(TrainingResult result, @Nullable ModelArtifact active) {
            LOG.atInfo()
                    .addKeyValue("until", request.run().untilMs())
                    .addKeyValue("active", active == null ? "none" : active.version())
                    .addKeyValue("heldOut", result.heldOut())
                    .log(
                            result instanceof TrainingResult.Won
                                    ? "model learned, and published"
                                    : "model learned, but worse than the active one on the newest windows; not published");
        }
    }
}
