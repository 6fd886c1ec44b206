package io.tidewatch.detector;

import io.tidewatch.Alert;
import io.tidewatch.event.Event;
import io.tidewatch.model.ModelArtifact;
import io.tidewatch.model.Scorer;
import org.jspecify.annotations.Nullable;

/**
 * The core put together: takes an entity's events in, gives alerts out. Pure: no clock, no I/O. Owns scratch buffers, so
 * one instance belongs to one thread; all that must survive is in {@link EntityState}.
 */
public final class Detector {

    public Detector(DetectorSpec spec) {
        throw new UnsupportedOperationException();
    }

    public DetectorSpec spec() {
        throw new UnsupportedOperationException();
    }

    /**
     * Takes a model into use from the next step on. An entity whose evidence was calibrated for another model starts that
     * calibration anew, from the artifact's.
     *
     * @throws IllegalArgumentException when the model's features, window or categories are not the detector's
     */
    public void use(ModelArtifact artifact, Scorer scorer) {
        throw new UnsupportedOperationException();
    }

    /** Version of the model in use; null: none yet. */
    public @Nullable String modelVersion() {
        throw new UnsupportedOperationException();
    }

    /** The state of an entity never seen before. */
    public EntityState newEntity(String entity) {
        throw new UnsupportedOperationException();
    }

    /**
     * Takes one event of an entity: closes the steps that its time completes, scores each, decides.
     *
     * @param state of the event's entity; changed
     * @param partitionTimeMs the partition's time at this event (never goes back), epoch milliseconds
     * @param nowMs wall-clock time for {@code detectedAt}, epoch milliseconds
     * @param out told what came of it, in order
     */
    public void onEvent(EntityState state, Event event, long partitionTimeMs, long nowMs, Outcomes out) {
        throw new UnsupportedOperationException();
    }

    /**
     * Lets time pass for an entity that may be quiet: its steps up to then close, empty ones too. Does nothing for an
     * entity that is not due.
     */
    public void onTime(EntityState state, long partitionTimeMs, long nowMs, Outcomes out) {
        throw new UnsupportedOperationException();
    }

    /**
     * The partition time at which {@link #onTime} has something to do for this entity if no event comes before.
     * {@link Long#MAX_VALUE} when never.
     */
    public long nextDueMs(EntityState state) {
        throw new UnsupportedOperationException();
    }

    /** What the detector reports back. */
    public interface Outcomes {

        /** A step closed and was judged. */
        void step(StepResult result);

        /** A message for the alerts topic. */
        void alert(Alert alert);

        /** An event came after its step had closed for good; it was left out. */
        void late(Event event, long byMs);
    }
}
