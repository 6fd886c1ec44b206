package io.tidewatch.learning;

import io.tidewatch.codec.TextCodec;
import io.tidewatch.detector.DetectorSpec;
import io.tidewatch.learning.TrainingSchedule.Progress;
import io.tidewatch.model.ModelArtifact;
import io.tidewatch.model.Network;
import io.tidewatch.model.Scorer;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Takes the windows of all tasks in order of event time, and finds the event time up to which the next model is to
 * learn.
 *
 * <p>A window is taken once all tasks have passed it; the same windows then give the same trainings, whichever task is
 * faster. While a training runs nothing is taken: whoever goes on after a crash finds the windows that it learned from.
 * Not thread-safe.
 */
public final class TrainingIntake {
    private static final byte VERSION = 1;
    private static final int NUMBERS = 64;

    private final SampleShape shape;
    private final TrainingSampleFormat format;
    private final SampleStore store;
    private final Reservoir reservoir;
    private final TaskTimes times;
    private final TrainingSchedule schedule;
    private final DriftWatch drift;
    private Progress progress = Progress.NONE;
    private long takenMs = TaskTimes.NONE;
    /** Length of a window, milliseconds; 0: each event is a step. */
    private final long windowMs;

    private @Nullable TrainingRun running;
    private long unfit;

    /**
     * @param tasks how many send windows
     * @param compiler makes a network able to score
     */
    public TrainingIntake(
            DetectorSpec spec,
            int tasks,
            TrainingSchedule schedule,
            SampleStore store,
            Function<Network, Scorer> compiler) {
        this.shape = SampleShape.of(spec);
        this.format = new TrainingSampleFormat(spec);
        this.store = store;
        this.reservoir = new Reservoir(WindowSamples.capacity(spec), store);
        this.times = new TaskTimes(tasks, spec.step().goneMs());
        this.schedule = schedule;
        this.drift = new DriftWatch(new DriftTest(spec, compiler));
        this.windowMs = spec.windowSteps() * spec.step().lengthMs();
    }

    /**
     * Lets a window wait for its time. One of an earlier release, or of other features, is dropped and counted.
     *
     * @param task that sent it, in the order of its {@linkplain #time times}
     * @param sample as {@link TrainingSampleFormat} writes it
     */
    public void add(int task, byte[] sample) {
        if (format.fits(sample)) {
            // A window that comes late is taken as if its step were at its task's time: when it comes among the
            // windows of other tasks makes no difference.
            SampleKey key = format.key(sample).notBefore(Math.max(times.of(task), times.watermarkMs()));
            reservoir.add(key, sample);
        } else {
            unfit++;
        }
    }

    /** Takes the time that a task has reached, epoch milliseconds; {@link Long#MIN_VALUE}: it has no events. */
    public void time(int task, long timeMs) {
        times.put(task, timeMs);
    }

    /**
     * Takes the windows that all tasks have passed, up to the first moment at which a training is due.
     *
     * @param active the active model; null: there is none
     * @return the training that runs or begins now; null: none
     */
    public @Nullable TrainingRun advance(@Nullable ModelArtifact active) {
        while (running == null && ready()) {
            takeMoment();
            int windows = active == null ? 0 : active.provenance().windows();
            if (schedule.due(progress, takenMs, windows) || drifted(active)) {
                reservoir.forget(takenMs);
                progress = progress.trained(takenMs);
                drift.restart();
                running = new TrainingRun(takenMs, active == null ? "" : active.version());
            }
        }
        return running;
    }

    private boolean ready() {
        SampleKey next = reservoir.next();
        return next != null && next.takenMs() < times.watermarkMs();
    }

    /** All windows of one moment together, so that what is learned up to it is well defined. */
    private void takeMoment() {
        SampleKey next = reservoir.next();
        takenMs = next == null ? takenMs : next.takenMs();
        for (; next != null && next.takenMs() == takenMs; next = reservoir.next()) {
            reservoir.take();
            progress = progress.took(takenMs);
        }
    }

    private boolean drifted(@Nullable ModelArtifact active) {
        return active != null && drift.at(takenMs, this::windowMs, reservoir, active, this::read);
    }

    /** Where each event is a step, windows are as long as the newest one. */
    private long windowMs() {
        List<SampleKey> kept = reservoir.kept();
        return windowMs > 0 || kept.isEmpty()
                ? windowMs
                : read(kept.subList(kept.size() - 1, kept.size())).stream()
                        .mapToLong(TrainingSample::spanMs)
                        .sum();
    }

    /** The windows that a training learns from now, in order of time. */
    public List<SampleKey> kept() {
        return reservoir.kept();
    }

    /**
     * The windows of keys, in their order.
     *
     * @throws IllegalStateException when one does not lie in the store
     */
    private List<TrainingSample> read(List<SampleKey> keys) {
        List<TrainingSample> samples = new ArrayList<>(keys.size());
        for (SampleKey key : keys) {
            byte[] bytes = store.get(key);
            if (bytes != null) {
                format.read(bytes).ifPresent(samples::add);
            }
        }
        return samples;
    }

    /** Ends the training that runs, whatever came of it. */
    public void ended() {
        running = null;
    }

    /** How far it has come. */
    public IntakeStatus status() {
        return new IntakeStatus(
                progress.windows(),
                progress.dueAt(),
                new IntakeStatus.Samples(reservoir.size(), reservoir.waiting(), reservoir.dropped(), unfit),
                schedule.nextMs(progress),
                drift.latest());
    }

    /** All that is not in the store. */
    public byte[] write() {
        byte[] base = running == null ? new byte[0] : running.base().getBytes(java.nio.charset.StandardCharsets.UTF_8);
        ByteBuffer out = ByteBuffer.allocate(NUMBERS + 3 * Long.BYTES + times.bytes() + base.length);
        out.put(VERSION);
        out.putInt(shape.fingerprint());
        times.write(out);
        out.putLong(progress.windows());
        out.putLong(progress.dueAt());
        out.putLong(progress.lastMs());
        out.putLong(takenMs);
        drift.write(out);
        out.put((byte) (running == null ? 0 : 1));
        if (running != null) {
            out.putLong(running.untilMs());
            TextCodec.write(out, running.base());
        }
        return Arrays.copyOf(out.array(), out.position());
    }

    /**
     * Goes on from what was written before and from the store. Where the detector had other features, steps or zone
     * then, its windows are dropped, and learning begins anew.
     *
     * @param written null: nothing was
     * @throws IllegalArgumentException when the bytes are damaged or of a newer release
     */
    public void restore(byte @Nullable [] written) {
        boolean same = written != null && read(ByteBuffer.wrap(written));
        if (same) {
            reservoir.restore(takenMs);
        } else {
            List<SampleKey> unusable = new ArrayList<>();
            store.forEach(unusable::add);
            unusable.forEach(store::delete);
        }
    }

    private boolean read(ByteBuffer in) {
        try {
            byte version = in.get();
            if (version != VERSION) {
                throw new IllegalArgumentException(
                        "the trainer's state is of version " + version + ", this release reads " + VERSION
                                + "; run the release that wrote it, or reset the application");
            }
            boolean same = in.getInt() == shape.fingerprint();
            times.read(in);
            Progress then = new Progress(in.getLong(), in.getLong(), in.getLong());
            takenMs = in.getLong();
            if (same) {
                progress = then;
                drift.read(in);
                running = in.get() == 0 ? null : new TrainingRun(in.getLong(), TextCodec.read(in));
            }
            return same;
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("the trainer's state ends early; reset the application", e);
        }
    }
}
