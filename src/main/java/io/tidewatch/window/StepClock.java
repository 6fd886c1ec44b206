package io.tidewatch.window;

import io.tidewatch.codec.VarInt;
import io.tidewatch.event.FeatureMapping;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides when the steps of one entity close.
 *
 * <p>An entity whose events come from one source has its own time, the newest event time seen: a step closes when that
 * time has passed its end by the grace. When the entity is quiet, the {@link Watermark} closes its steps, less what the
 * entity usually lags behind its source. Where the entity's events come from several sources, or may do so because it
 * is new, the watermark alone closes steps, since the order of the events depends on how fast each source is read. So a
 * backlog closes the same steps as the same events read live.
 *
 * <p>An event whose time jumps ahead of its source and of its entity is held until the entity's next event, or the
 * watermark, proves the time right or wrong. So one wrong time closes no steps.
 */
public final class StepClock {
    /** Steps that may be open. When there are more, the oldest one closes at once, so that the state stays bounded. */
    private static final int MOST_OPEN_STEPS = 1024;

    /** Windows of silence after which an entity is dormant. */
    private static final int DORMANT_AFTER_WINDOWS = 4;

    private static final int HOLDS = 1;
    private static final int GONE = 2;

    private final StepSpec spec;
    private final int features;
    private final int categoryFields;
    private final long jumpMs;
    private final StepCutter steps;
    private final Lag lag;
    private final Origin origin;
    private @Nullable SourcedEvent held;
    /** Whether the entity has been reported as gone since its newest event. */
    private boolean gone;

    /** Receives closed steps and events that were left out, in order. */
    public interface Listener {

        /** A step closed; steps close oldest first. */
        void closed(Step step);

        /** The entity has sent nothing for so long that it is gone; until its next event no step closes. */
        void gone();

        /**
         * An event was left out.
         *
         * @param byMs how late it came after its step had closed, or how far it was ahead of its source; milliseconds
         */
        void leftOut(SourcedEvent event, LeftOut cause, long byMs);
    }

    /**
     * @param windowSteps steps in a window; {@value #DORMANT_AFTER_WINDOWS} windows of empty steps make an entity
     * dormant
     */
    public StepClock(StepSpec spec, List<FeatureSpec> features, int categoryFields, int windowSteps) {
        this.spec = spec;
        this.features = features.size();
        this.categoryFields = categoryFields;
        this.jumpMs = SourceClock.jumpMs(spec);
        this.steps = spec.perEvent()
                ? new EventSteps(spec.graceMs(), features, categoryFields)
                : new TimeSteps(spec, features, categoryFields, dormantAfter(spec, windowSteps));
        long windowMs = Math.max(jumpMs, windowSteps * spec.lengthMs());
        this.lag = new Lag(windowMs);
        this.origin = new Origin(windowMs);
    }

    /** The clock of the same entity with other features. */
    private StepClock(StepClock before, List<FeatureSpec> features, FeatureMapping kept) {
        this.spec = before.spec;
        this.features = features.size();
        this.categoryFields = before.categoryFields;
        this.jumpMs = before.jumpMs;
        this.steps = before.steps.withFeatures(features, kept);
        this.lag = before.lag;
        this.origin = before.origin;
        this.gone = before.gone;
        SourcedEvent waits = before.held;
        this.held = waits == null
                ? null
                : new SourcedEvent(kept.event(waits.event()), waits.source(), waits.sourceTimeMs(), waits.offset());
    }

    /** The same clock for the current features, with all open steps; this one must not be used any more. */
    public StepClock withFeatures(List<FeatureSpec> now, FeatureMapping kept) {
        return new StepClock(this, now, kept);
    }

    private static int dormantAfter(StepSpec spec, int windowSteps) {
        return (int) Math.max(1, Math.min(DORMANT_AFTER_WINDOWS * (long) windowSteps, spec.goneMs() / spec.lengthMs()));
    }

    /** Takes an event, and closes the steps that its time completes. */
    public void add(SourcedEvent event, Watermark watermark, Listener listener) {
        SourcedEvent before = held;
        if (before != null) {
            held = null;
            long beforeMs = before.event().timestampMs();
            if (Math.max(event.event().timestampMs(), event.sourceTimeMs()) >= beforeMs - jumpMs) {
                take(before, watermark, listener);
            } else {
                listener.leftOut(before, LeftOut.EARLY, beforeMs - before.sourceTimeMs());
            }
        }
        if (ahead(event)) {
            held = event;
        } else {
            take(event, watermark, listener);
        }
    }

    private boolean ahead(SourcedEvent event) {
        long noJumpMs = event.event().timestampMs() - jumpMs;
        return noJumpMs > event.sourceTimeMs() && noJumpMs > steps.newestEventMs();
    }

    private void take(SourcedEvent event, Watermark watermark, Listener listener) {
        long eventMs = event.event().timestampMs();
        long newestMs = steps.newestEventMs();
        lag.take(
                Math.max(event.sourceTimeMs(), watermark.timeMs()) - eventMs,
                newestMs == Long.MIN_VALUE ? 0 : eventMs - newestMs);
        boolean ordered = !watermark.severalSources() || origin.isOne(event.source(), eventMs, watermark.timeMs());
        if (ordered && eventMs >= goneAtMs()) {
            // Time was not advanced in between, as in a backlog.
            steps.closeUntil(eventMs - spec.graceMs(), listener::closed);
            listener.gone();
        }
        long lateByMs = steps.add(event.event(), ordered, listener::closed);
        if (lateByMs > 0) {
            listener.leftOut(event, LeftOut.LATE, lateByMs);
        } else {
            gone = false;
        }
        while (steps.size() > MOST_OPEN_STEPS) {
            steps.closeUntil(steps.nextEndMs(), listener::closed);
        }
    }

    /** Advances the time, and closes the steps that it completes. Does nothing before {@link #nextDueMs}. */
    public void advance(Watermark watermark, Listener listener) {
        long timeMs = watermark.timeMs();
        if (timeMs < nextDueMs()) {
            return;
        }
        SourcedEvent before = held;
        if (before != null && timeMs >= before.event().timestampMs() - jumpMs) {
            held = null;
            take(before, watermark, listener);
        }
        steps.closeUntil(timeMs - delayMs(), listener::closed);
        if (!gone && timeMs >= goneAtMs() && steps.nextEndMs() == Long.MAX_VALUE) {
            gone = true;
            listener.gone();
        }
    }

    /**
     * The silence of the entity's source in a closed step.
     *
     * @return null: the step is not empty, or its source was not silent
     */
    public @Nullable SharedSilence silence(Step step, Watermark watermark) {
        return step.events() > 0 || spec.perEvent()
                ? null
                : watermark.silence(origin.only(), step.startMs(), step.startMs() + spec.lengthMs());
    }

    /** The watermark at which the entity is gone; before its first event, and when it is gone already: never. */
    private long goneAtMs() {
        long newestMs = steps.newestEventMs();
        return gone || newestMs == Long.MIN_VALUE ? Long.MAX_VALUE : newestMs + lag.ms() + spec.goneMs();
    }

    /** The watermark at which {@link #advance} has something to do if no event comes; never: {@link Long#MAX_VALUE}. */
    public long nextDueMs() {
        SourcedEvent before = held;
        long releaseMs = before == null ? Long.MAX_VALUE : before.event().timestampMs() - jumpMs;
        long endMs = steps.nextEndMs();
        return Math.min(releaseMs, endMs == Long.MAX_VALUE ? goneAtMs() : endMs + delayMs());
    }

    /**
     * How far the watermark must have passed a step's end: the lag, plus the grace or the time after which an entity is
     * quiet.
     */
    private long delayMs() {
        return lag.ms() + Math.max(spec.graceMs(), spec.quietMs() - spec.lengthMs());
    }

    public void write(ByteBuffer out) {
        steps.write(out);
        lag.write(out);
        origin.write(out, steps.newestEventMs());
        SourcedEvent before = held;
        out.put((byte) ((before == null ? 0 : HOLDS) | (gone ? GONE : 0)));
        if (before != null) {
            EventBytes.write(out, before.event());
            out.putInt(before.source());
            VarInt.write(out, before.event().timestampMs() - before.sourceTimeMs());
        }
    }

    public void read(ByteBuffer in) {
        steps.read(in);
        lag.read(in);
        origin.read(in, steps.newestEventMs());
        int flags = in.get();
        gone = (flags & GONE) != 0;
        if ((flags & HOLDS) != 0) {
            var event = EventBytes.read(in, features, categoryFields);
            int source = in.getInt();
            held = new SourcedEvent(event, source, event.timestampMs() - VarInt.read(in));
        }
    }
}
