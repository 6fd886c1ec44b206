package io.tidewatch.topology;

import io.tidewatch.detector.ModelFit;
import io.tidewatch.learning.SampleKey;
import io.tidewatch.learning.TrainingIntake;
import io.tidewatch.learning.TrainingRun;
import io.tidewatch.learning.TrainingSample;
import io.tidewatch.learning.TrainingSampleFormat;
import io.tidewatch.learning.TrainingSet;
import io.tidewatch.model.ModelArtifact;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Takes the windows of all tasks, and has models trained when they are due.
 *
 * <p>That a training has begun is stored with the windows that it learns from, which stay until it ends. Whoever takes
 * the task over after a crash begins it again: the same windows and the same seed give the same version.
 */
final class TrainerProcessor implements Processor<byte[], Detected.ToTrainer, Void, Void> {
    private static final Duration LOOK_EVERY = Duration.ofMillis(200);
    private static final byte[] KEY = {0};

    /**
     * Windows read at each look for a training that begins: some 5 MB. All at once would hold up the scoring of this
     * thread for a fifth of a second.
     */
    private static final int READ_AT_ONCE = 1_000;

    private final TopologySpec spec;
    private final Learning.Trained learning;
    private final TopologyObserver observer;
    private final TrainingSampleFormat format;
    private final Queue<TrainerStatus.Last> ended = new ConcurrentLinkedQueue<>();
    private @Nullable TrainingRun begun;
    /** The windows of the training that begins, as far as they have been read; null: none begins. */
    private @Nullable Reading reading;

    private TrainerStatus.@Nullable Last last;
    /** As reported last; null before the first time. */
    private @Nullable TrainerStatus status;
    /** What is stored of how far it is; null: nothing yet. */
    private byte @Nullable [] written;

    // Set by init, which Streams calls first.
    @SuppressWarnings("NullAway.Init")
    private KeyValueStore<byte[], byte[]> state;

    @SuppressWarnings("NullAway.Init")
    private StoredSamples samples;

    @SuppressWarnings("NullAway.Init")
    private TrainingIntake intake;

    /** Reads the windows that a training learns from, some at a time. They stay in the store until it has ended. */
    private final class Reading {
        private final List<SampleKey> keys = intake.kept();
        private final Queue<byte[]> read = new ArrayDeque<>();
        private final @Nullable ModelArtifact active;
        private int next;

        private Reading(@Nullable ModelArtifact active) {
            this.active = active;
        }

        /** @return whether all have been read */
        private boolean more() {
            int end = Math.min(keys.size(), next + READ_AT_ONCE);
            for (; next < end; next++) {
                byte[] sample = samples.get(keys.get(next));
                if (sample != null) {
                    read.add(sample);
                }
            }
            return next == keys.size();
        }
    }

    TrainerProcessor(TopologySpec spec, Learning.Trained learning, TopologyObserver observer) {
        this.spec = spec;
        this.learning = learning;
        this.observer = observer;
        this.format = new TrainingSampleFormat(spec.detector());
    }

    @Override
    public void init(ProcessorContext<Void, Void> context) {
        state = context.getStateStore(TrainerSupplier.TRAINER);
        samples = new StoredSamples(context.getStateStore(TrainerSupplier.SAMPLES));
        intake = new TrainingIntake(
                spec.detector(), spec.partitions().tasks(), learning.schedule(), samples, learning.compiler());
        written = state.get(KEY);
        intake.restore(written);
        ended.clear();
        begun = null;
        reading = null;
        context.schedule(LOOK_EVERY, PunctuationType.WALL_CLOCK_TIME, nowMs -> look());
    }

    @Override
    public void process(Record<byte[], Detected.ToTrainer> record) {
        Detected.ToTrainer message = record.value();
        if (message instanceof SampledWindow window) {
            intake.add(window.partition(), window.sample());
        } else if (message instanceof SampleTime time) {
            intake.time(time.partition(), time.timeMs());
            goOn();
        }
    }

    /** Looks whether a training has ended, or one that was begun before a restart must begin again. */
    private void look() {
        TrainerStatus.Last over = ended.poll();
        if (over != null && over.run().equals(begun)) {
            last = over;
            begun = null;
            intake.ended();
        }
        readOn();
        goOn();
    }

    /** Reads more for the training that begins, if one does; with all of it, it is on its way. */
    private void readOn() {
        Reading begins = reading;
        TrainingRun run = begun;
        if (begins != null && run != null && begins.more()) {
            reading = null;
            begin(run, begins);
        }
    }

    private void goOn() {
        ModelArtifact active = active();
        TrainingRun run = intake.advance(active);
        if (run != null && begun == null) {
            begun = run;
            reading = new Reading(active);
            readOn();
        }
        byte[] now = intake.write();
        if (!Arrays.equals(now, written)) {
            state.put(KEY, now);
            written = now;
        }
        TrainerStatus reached = new TrainerStatus(true, intake.status(), begun, last);
        status = reached;
        observer.trainer(reached);
    }

    /** The active model; null when there is none, or when it is of other features: none goes on from it. */
    private @Nullable ModelArtifact active() {
        ModelArtifact active = learning.active().get();
        return active == null || ModelFit.fault(spec.detector(), active).isPresent() ? null : active;
    }

    private void begin(TrainingRun run, Reading of) {
        TrainingRequest request = new TrainingRequest(run, () -> read(of.read), of.active);
        learning.trainer().train(request, outcome -> ended.add(new TrainerStatus.Last(run, outcome)));
    }

    /** Reads windows, each of whose bytes is then no longer held. */
    private TrainingSet read(Queue<byte[]> stored) {
        List<TrainingSample> windows = new ArrayList<>(stored.size());
        for (byte[] sample = stored.poll(); sample != null; sample = stored.poll()) {
            format.read(sample).ifPresent(windows::add);
        }
        return TrainingSet.of(spec.detector(), windows);
    }

    @Override
    public void close() {
        learning.trainer().cancel();
        TrainerStatus known = status;
        if (known != null) {
            observer.trainer(new TrainerStatus(false, known.intake(), null, known.last()));
        }
    }
}
