package io.tidewatch.window;

import io.tidewatch.codec.VarInt;
import io.tidewatch.event.Event;
import io.tidewatch.event.FeatureMapping;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.List;
import java.util.function.Consumer;

/** Makes each event a step. Events that do not come in order wait, and become steps in the order of their times. */
final class EventSteps implements StepCutter {
    private static final long NONE = Long.MIN_VALUE;

    private final long graceMs;
    private final List<FeatureSpec> features;
    private final int categoryFields;
    private final Counters counters;
    private final ArrayDeque<Event> waiting = new ArrayDeque<>();
    private long newestEventMs = NONE;
    /** Time of the newest event that has become a step. */
    private long closedMs = NONE;

    EventSteps(long graceMs, List<FeatureSpec> features, int categoryFields) {
        this(graceMs, features, categoryFields, Counters.of(features));
    }

    private EventSteps(long graceMs, List<FeatureSpec> features, int categoryFields, Counters counters) {
        this.graceMs = graceMs;
        this.features = features;
        this.categoryFields = categoryFields;
        this.counters = counters;
    }

    @Override
    public long add(Event event, boolean ordered, Consumer<Step> closed) {
        long eventMs = event.timestampMs();
        long byMs = Math.max(0, (closedMs == NONE ? eventMs : closedMs) - eventMs);
        if (byMs > (ordered ? graceMs : 0)) {
            return byMs;
        }
        newestEventMs = Math.max(newestEventMs, eventMs);
        if (ordered) {
            closeUntil(Long.MAX_VALUE, closed);
            close(event, closed);
        } else {
            insert(event);
        }
        return 0;
    }

    private void insert(Event event) {
        ArrayDeque<Event> later = new ArrayDeque<>();
        while (!waiting.isEmpty() && waiting.getLast().timestampMs() > event.timestampMs()) {
            later.addFirst(waiting.removeLast());
        }
        waiting.addLast(event);
        waiting.addAll(later);
    }

    private void close(Event event, Consumer<Step> closed) {
        closedMs = Math.max(closedMs, event.timestampMs());
        closed.accept(Step.of(event, features, categoryFields, counters));
    }

    @Override
    public StepCutter withFeatures(List<FeatureSpec> now, FeatureMapping kept) {
        EventSteps steps = new EventSteps(graceMs, now, categoryFields, counters.withFeatures(now, kept));
        steps.newestEventMs = newestEventMs;
        steps.closedMs = closedMs;
        waiting.forEach(event -> steps.waiting.addLast(kept.event(event)));
        return steps;
    }

    @Override
    public void closeUntil(long timeMs, Consumer<Step> closed) {
        while (!waiting.isEmpty() && waiting.getFirst().timestampMs() <= timeMs) {
            close(waiting.removeFirst(), closed);
        }
    }

    @Override
    public long nextEndMs() {
        return waiting.isEmpty() ? Long.MAX_VALUE : waiting.getFirst().timestampMs();
    }

    @Override
    public int size() {
        return waiting.size();
    }

    @Override
    public long newestEventMs() {
        return newestEventMs;
    }

    @Override
    public void write(ByteBuffer out) {
        out.putLong(newestEventMs);
        VarInt.write(out, closedMs - newestEventMs);
        VarInt.writeUnsigned(out, waiting.size());
        for (Event event : waiting) {
            EventBytes.write(out, event);
        }
        counters.write(out);
    }

    @Override
    public void read(ByteBuffer in) {
        newestEventMs = in.getLong();
        closedMs = newestEventMs + VarInt.read(in);
        int count = VarInt.readUnsigned(in);
        for (int i = 0; i < count; i++) {
            waiting.addLast(EventBytes.read(in, features.size(), categoryFields));
        }
        counters.read(in);
    }
}
