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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the windows of one task to the trainer, as many as {@link SampleRate} allows and only normal ones, and how far
 * the task is. Belongs to one thread.
 */
final class SampleForwarder implements WindowSampler {
    private static final Logger LOG = LoggerFactory.getLogger(SampleForwarder.class);

    /** Largest window that is sent, bytes: internal topics take records of twice as much. */
    private static final int LARGEST_BYTES = 8 << 20;

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
    private final boolean fits;
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
        this.fits = format.bytes() <= LARGEST_BYTES;
        if (!fits) {
            LOG.atError()
                    .addKeyValue("bytes", format.bytes())
                    .addKeyValue("largest", LARGEST_BYTES)
                    .log("windows are too large to be learned from; lower window.steps or the number of features");
        }
    }

    /** Takes how many entities the task has. */
    void entities(int count) {
        rate.entities(count);
    }

    @Override
    public void sample(String entity, Window window, long localMs, boolean normal) {
        if (!normal || !fits) {
            return;
        }
        int newest = window.steps() - 1;
        long stepMs = window.startMs(newest);
        double intervalMs = (stepMs - window.startMs(0)) / (double) newest;
        if (rate.takes(entity, stepMs, intervalMs)) {
            send(new SampledWindow(partition, format.write(cutter.cut(entity, window, localMs))));
        }
    }

    /** Sends how far the task is, once all that is due has closed: at most once per step. */
    void reached(Watermark watermark) {
        long timeMs = watermark.timeMs();
        if (timeMs == Watermark.NONE) {
            if (!reported && watermark.known()) {
                report(Watermark.NONE);
            }
        } else if (sentMs == Watermark.NONE || stepOf(timeMs - behindMs) > stepOf(sentMs)) {
            report(timeMs - behindMs);
        }
    }

    private long stepOf(long timeMs) {
        return Math.floorDiv(timeMs, periodMs);
    }

    private void report(long timeMs) {
        reported = true;
        sentMs = timeMs;
        send(new SampleTime(partition, timeMs));
    }

    private void send(Detected.ToTrainer message) {
        context.forward(new Record<>(key, message, context.currentSystemTimeMs()));
    }
}
