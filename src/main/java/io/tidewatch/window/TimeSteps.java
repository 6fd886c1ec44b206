package io.tidewatch.window;

import io.tidewatch.codec.VarInt;
import io.tidewatch.event.Event;
import io.tidewatch.event.FeatureMapping;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.List;
import java.util.function.Consumer;

/**
 * Cuts event time into steps of one length. Steps without events close empty. After a long row of empty steps the
 * entity is dormant: it has no more steps until its next event.
 */
final class TimeSteps implements StepCutter {
    private static final long NONE = Long.MIN_VALUE;

    private final StepSpec spec;
    private final List<FeatureSpec> features;
    private final int categoryFields;
    private final int dormantAfter;
    private final Counters counters;
    private final ArrayDeque<OpenStep> open = new ArrayDeque<>();
    private long newestEventMs = NONE;
    /**
     * Steps before this one are closed; {@link #NONE} while none is, since the first event read need not be the
     * earliest.
     */
    private long nextStepMs = NONE;

    private int emptyInARow;

    TimeSteps(StepSpec spec, List<FeatureSpec> features, int categoryFields, int dormantAfter) {
        this(spec, features, categoryFields, dormantAfter, Counters.of(features));
    }

    private TimeSteps(
            StepSpec spec, List<FeatureSpec> features, int categoryFields, int dormantAfter, Counters counters) {
        this.spec = spec;
        this.features = features;
        this.categoryFields = categoryFields;
        this.dormantAfter = dormantAfter;
        this.counters = counters;
    }

    @Override
    public long add(Event event, boolean ordered, Consumer<Step> closed) {
        long step = spec.startOf(event.timestampMs());
        if (nextStepMs != NONE && step < nextStepMs) {
            return nextStepMs - event.timestampMs();
        }
        openStep(step).add(event);
        newestEventMs = Math.max(newestEventMs, event.timestampMs());
        if (ordered) {
            closeUntil(newestEventMs - spec.graceMs(), closed);
        }
        return 0;
    }

    @Override
    public StepCutter withFeatures(List<FeatureSpec> now, FeatureMapping kept) {
        TimeSteps steps = new TimeSteps(spec, now, categoryFields, dormantAfter, counters.withFeatures(now, kept));
        steps.newestEventMs = newestEventMs;
        steps.nextStepMs = nextStepMs;
        steps.emptyInARow = emptyInARow;
        open.forEach(step -> steps.open.addLast(step.withFeatures(now, kept)));
        return steps;
    }

    @Override
    public long newestEventMs() {
        return newestEventMs;
    }

    @Override
    public int size() {
        return open.size();
    }

    @Override
    public long nextEndMs() {
        if (nextStepMs != NONE && emptyInARow < dormantAfter) {
            return nextStepMs + spec.lengthMs();
        }
        // Nothing has closed yet, or the entity is dormant until the next step with an event.
        return open.isEmpty() ? Long.MAX_VALUE : open.getFirst().startMs() + spec.lengthMs();
    }

    private OpenStep openStep(long startMs) {
        ArrayDeque<OpenStep> later = new ArrayDeque<>();
        while (!open.isEmpty() && open.getLast().startMs() > startMs) {
            later.addFirst(open.removeLast());
        }
        if (open.isEmpty() || open.getLast().startMs() < startMs) {
            open.addLast(new OpenStep(startMs, features, categoryFields));
        }
        OpenStep found = open.getLast();
        open.addAll(later);
        return found;
    }

    @Override
    public void closeUntil(long timeMs, Consumer<Step> closed) {
        for (long endMs = nextEndMs(); endMs <= timeMs && endMs != Long.MAX_VALUE; endMs = nextEndMs()) {
            OpenStep oldest = open.peekFirst();
            nextStepMs = endMs;
            if (oldest != null && oldest.startMs() == endMs - spec.lengthMs()) {
                open.removeFirst();
                emptyInARow = 0;
                closed.accept(oldest.close(counters));
            } else {
                emptyInARow++;
                closed.accept(new OpenStep(endMs - spec.lengthMs(), features, categoryFields).close(counters));
            }
        }
    }

    @Override
    public void write(ByteBuffer out) {
        out.putLong(newestEventMs);
        VarInt.write(out, nextStepMs - newestEventMs);
        VarInt.writeUnsigned(out, emptyInARow);
        VarInt.writeUnsigned(out, open.size());
        for (OpenStep step : open) {
            VarInt.write(out, step.startMs() - nextStepMs);
            step.write(out);
        }
        counters.write(out);
    }

    @Override
    public void read(ByteBuffer in) {
        newestEventMs = in.getLong();
        nextStepMs = newestEventMs + VarInt.read(in);
        readOpen(in);
        counters.read(in);
    }

    private void readOpen(ByteBuffer in) {
        emptyInARow = VarInt.readUnsigned(in);
        int count = VarInt.readUnsigned(in);
        for (int i = 0; i < count; i++) {
            open.addLast(OpenStep.read(in, nextStepMs + VarInt.read(in), features, categoryFields));
        }
    }
}
