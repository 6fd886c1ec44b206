package io.tidewatch.topology;

import io.tidewatch.detector.ScheduledModel;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Where the models in use lie for the stream threads to find. Safe for many threads. */
public final class ModelHolder {
    private volatile List<ScheduledModel> models = List.of();

    /**
     * Puts models there; each task takes them into use before its next record.
     *
     * @param scheduled the newest first
     */
    public synchronized void set(List<ScheduledModel> scheduled) {
        models = List.copyOf(scheduled);
        notifyAll();
    }

    /** The models in use, the newest first; the same list until they change. */
    public List<ScheduledModel> scheduled() {
        return models;
    }

    /** The newest model; null before the first. */
    public @Nullable ScheduledModel newest() {
        List<ScheduledModel> now = models;
        return now.isEmpty() ? null : now.get(0);
    }

    /**
     * Waits until the models topic has been followed up to an activation.
     *
     * @param activation offset of its record
     * @return whether it has; also true where the model in use is not from the topic
     */
    synchronized boolean await(long activation, long atMostMs) throws InterruptedException {
        long endNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(atMostMs);
        while (isBefore(activation)) {
            long leftMs = TimeUnit.NANOSECONDS.toMillis(endNs - System.nanoTime());
            if (leftMs <= 0) {
                return false;
            }
            wait(leftMs);
        }
        return true;
    }

    private boolean isBefore(long activation) {
        ScheduledModel now = newest();
        return now == null || now.activation() != ScheduledModel.NO_ACTIVATION && now.activation() < activation;
    }
}
