package io.tidewatch.topology;

import io.tidewatch.detector.DetectorSpec;
import io.tidewatch.detector.WindowSampler;
import io.tidewatch.learning.SampleCutter;
import io.tidewatch.learning.SampleRate;
import io.tidewatch.learning.TrainingSampleFormat;
import io.tidewatch.window.StepSpec;
import io.tidewatch.window.Watermark;
import io.tidewatch.window.Window;
import java.nio.ByteBuffer;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Sends the windows of one task to the trainer, as many as {@link SampleRate} allows and only normal ones, and how far
 * the task is. Belongs to one thread.
 */
final class SampleForwarder implements WindowSampler {
    /** Where each event is a step, times are sent after so long, milliseconds of event time. */
    private static final long SHORTEST_PERIOD_MS = 1_000;

    private final ProcessorContext<byte[], Detected> context;
    private final int partition;
    private final byte[] key;
    private final SampleRate rate = new SampleRate();
    private final SampleCutter cutter;
    private final TrainingSampleFormat format;
    /** So long after a step's start its window may close by time alone, milliseconds. */
    private final long behindMs;

    private final long periodMs;
    private boolean reported;
    private long sentMs = Watermark.NONE;

    SampleForwarder(DetectorSpec spec, ProcessorContext<byte[], Detected> context) {
        StepSpec step = spec.step();
        this.context = context;
        this.partition = context.taskId().partition();
        this.key = ByteBuffer.allocate(Integer.BYTES).putInt(partition).array();
        this.cutter = new SampleCutter(spec);
        this.format = new TrainingSampleFormat(spec);
        this.behindMs = step.lengthMs() + step.graceMs() + (step.perEvent() ? 0 : step.quietMs());
        this.periodMs = Math.max(SHORTEST_PERIOD_MS, step.lengthMs());
    }

    /** Takes how many entities the task has. */
    void entities(int count) {
        rate.entities(count);
    }

    @Override
    public void sample(String entity, Window window, long localMs, boolean normal) {
        int newest = window.steps() - 1;
        long stepMs = window.startMs(newest);
        double intervalMs = (stepMs - window.startMs(0)) / (double) newest;
        if (normal && rate.takes(entity, stepMs, intervalMs)) {
            send(new SampledWindow(partition, format.write(cutter.cut(entity, window, localMs))));
        }
    }

    /** Sends how far the task is, once all that is due has closed: at most once per step. */
    void reached(Watermark watermark) {
        if (!watermark.known()) {
            return;
        }
        long timeMs = watermark.timeMs() == Watermark.NONE ? Watermark.NONE : watermark.timeMs() - behindMs;
        boolean further = timeMs != Watermark.NONE
                && (sentMs == Watermark.NONE || Math.floorDiv(timeMs, periodMs) > Math.floorDiv(sentMs, periodMs));
        if (further || !reported) {
            reported = true;
            sentMs = Math.max(sentMs, timeMs);
            send(new SampleTime(partition, timeMs));
        }
    }

    private void send(Detected.ToTrainer message) {
        context.forward(new Record<>(key, message, context.currentSystemTimeMs()));
    }
}
