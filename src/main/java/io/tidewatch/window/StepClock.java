package io.tidewatch.window;

import io.tidewatch.event.Event;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.List;
import java.util.function.Consumer;

/**
 * Cuts one entity's events into steps.
 *
 * <p>An entity has its own time: the newest event time seen. A step closes when that time has passed its end by the
 * grace. When the entity falls quiet, its time goes on with the partition's: newest event time plus what the partition's
 * time has advanced since. Both depend on the order of the input only, so that a replay closes the same steps; and an
 * entity whose events are of another era than its neighbours' is not disturbed by them.
 *
 * <p>Steps without events close empty. After {@link #dormantAfter} empty steps in a row the entity is dormant: no more
 * steps, until an event wakes it.
 */
public final class StepClock {
    private static final long NONE = Long.MIN_VALUE;

    private final StepSpec spec;
    private final List<FeatureSpec> features;
    private final int categoryFields;
    private final int dormantAfter;
    private final ArrayDeque<OpenStep> open = new ArrayDeque<>();
    private long newestEventMs = NONE;
    private long partitionTimeAtNewestMs;
    /** Steps before this one are closed; {@link #NONE} before the first event. */
    private long nextStepMs = NONE;

    private int emptyInARow;

    /** @param dormantAfter empty steps in a row after which an entity is dormant */
    public StepClock(StepSpec spec, List<FeatureSpec> features, int categoryFields, int dormantAfter) {
        this.spec = spec;
        this.features = features;
        this.categoryFields = categoryFields;
        this.dormantAfter = dormantAfter;
    }

    /**
     * Takes an event, and closes what its time completes.
     *
     * @param closed told each step that closes, oldest first
     * @return 0, or by how much the event is late, milliseconds: its step had closed, and it was left out
     */
    public long add(Event event, long partitionTimeMs, Consumer<Step> closed) {
        if (spec.perEvent()) {
            return addAsStep(event, closed);
        }
        long step = spec.startOf(event.timestampMs());
        if (nextStepMs == NONE || (dormant() && step > nextStepMs)) {
            nextStepMs = step;
            emptyInARow = 0;
        }
        if (step < nextStepMs) {
            return nextStepMs - event.timestampMs();
        }
        openStep(step).add(event);
        if (event.timestampMs() > newestEventMs) {
            newestEventMs = event.timestampMs();
        }
        partitionTimeAtNewestMs = partitionTimeMs;
        closeUntil(newestEventMs - spec.graceMs(), closed);
        return 0;
    }

    private long addAsStep(Event event, Consumer<Step> closed) {
        if (newestEventMs != NONE && event.timestampMs() < newestEventMs - spec.graceMs()) {
            return newestEventMs - event.timestampMs();
        }
        newestEventMs = Math.max(newestEventMs, event.timestampMs());
        closed.accept(Step.of(event, features, categoryFields));
        return 0;
    }

    /** Lets time pass for a quiet entity, and closes what it completes. */
    public void advance(long partitionTimeMs, Consumer<Step> closed) {
        if (partitionTimeMs < nextDueMs()) {
            return;
        }
        long quietForMs = partitionTimeMs - partitionTimeAtNewestMs;
        closeUntil(newestEventMs + quietForMs - spec.graceMs(), closed);
    }

    /** The partition time at which {@link #advance} closes a step if no event comes; never: {@link Long#MAX_VALUE}. */
    public long nextDueMs() {
        if (spec.perEvent() || nextStepMs == NONE || dormant()) {
            return Long.MAX_VALUE;
        }
        long untilCloseMs = nextStepMs + spec.lengthMs() + spec.graceMs() - newestEventMs;
        return partitionTimeAtNewestMs + Math.max(spec.quietMs(), untilCloseMs);
    }

    private boolean dormant() {
        return emptyInARow >= dormantAfter && open.isEmpty();
    }

    private OpenStep openStep(long startMs) {
        for (OpenStep step : open) {
            if (step.startMs() == startMs) {
                return step;
            }
        }
        OpenStep added = new OpenStep(startMs, features, categoryFields);
        if (open.isEmpty() || open.getLast().startMs() < startMs) {
            open.addLast(added);
            return added;
        }
        ArrayDeque<OpenStep> sorted = new ArrayDeque<>();
        for (OpenStep step : open) {
            if (step.startMs() > startMs
                    && (sorted.isEmpty() || sorted.getLast().startMs() < startMs)) {
                sorted.addLast(added);
            }
            sorted.addLast(step);
        }
        open.clear();
        open.addAll(sorted);
        return added;
    }

    private void closeUntil(long timeMs, Consumer<Step> closed) {
        while (nextStepMs + spec.lengthMs() <= timeMs) {
            OpenStep oldest = open.peekFirst();
            if (oldest != null && oldest.startMs() == nextStepMs) {
                open.removeFirst();
                emptyInARow = 0;
                nextStepMs += spec.lengthMs();
                closed.accept(oldest.close());
            } else if (emptyInARow >= dormantAfter) {
                if (oldest == null) {
                    return;
                }
                nextStepMs = oldest.startMs();
            } else {
                emptyInARow++;
                long start = nextStepMs;
                nextStepMs += spec.lengthMs();
                closed.accept(new OpenStep(start, features, categoryFields).close());
            }
        }
    }

    public void write(ByteBuffer out) {
        out.putLong(newestEventMs);
        VarInt.write(out, partitionTimeAtNewestMs - newestEventMs);
        VarInt.write(out, nextStepMs - newestEventMs);
        VarInt.writeUnsigned(out, emptyInARow);
        VarInt.writeUnsigned(out, open.size());
        for (OpenStep step : open) {
            VarInt.write(out, step.startMs() - nextStepMs);
            step.write(out);
        }
    }

    public void read(ByteBuffer in) {
        newestEventMs = in.getLong();
        partitionTimeAtNewestMs = newestEventMs + VarInt.read(in);
        nextStepMs = newestEventMs + VarInt.read(in);
        emptyInARow = VarInt.readUnsigned(in);
        int count = VarInt.readUnsigned(in);
        for (int i = 0; i < count; i++) {
            open.addLast(OpenStep.read(in, nextStepMs + VarInt.read(in), features, categoryFields));
        }
    }
}
