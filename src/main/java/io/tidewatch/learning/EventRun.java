package io.tidewatch.learning;

import io.tidewatch.detector.Detector;
import io.tidewatch.detector.DueEntities;
import io.tidewatch.detector.EntityState;
import io.tidewatch.detector.Outcomes;
import io.tidewatch.event.Event;
import io.tidewatch.window.SourceClock;
import io.tidewatch.window.SourceTime;
import io.tidewatch.window.SourcedEvent;
import io.tidewatch.window.Watermark;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Past events on their way through a detector, exactly as the service takes them. Wall-clock time is the newest
 * event's, so it bounds no source's time.
 */
public final class EventRun implements EventSink {
    private final Detector detector;
    private final Outcomes out;
    private final Map<String, EntityState> entities = new HashMap<>();
    private final DueEntities<String> due = new DueEntities<>();
    private final Map<Integer, SourceClock> clocks = new HashMap<>();
    private Watermark watermark = new Watermark(Set.of());
    private boolean passing;
    private long latestMs = Long.MIN_VALUE;

    /** @param out receives the results, in order */
    public EventRun(Detector detector, Outcomes out) {
        this.detector = detector;
        this.out = out;
    }

    @Override
    public void sources(Set<Integer> ids) {
        watermark = new Watermark(ids);
        clocks.clear();
    }

    @Override
    public void add(Event event, int source) {
        latestMs = Math.max(latestMs, event.timestampMs());
        long sourceTimeMs = clocks.computeIfAbsent(
                        source,
                        id -> new SourceClock(SourceClock.jumpMs(detector.spec().step())))
                .take(event.entity(), event.timestampMs(), Long.MAX_VALUE);
        watermark.event(source, sourceTimeMs);
        EntityState state = entities.computeIfAbsent(event.entity(), detector::newEntity);
        detector.onEvent(state, new SourcedEvent(event, source, sourceTimeMs), watermark, latestMs, out);
        due.put(event.entity(), detector.nextDueMs(state));
        advanceTime();
    }

    @Override
    public void ended(int source) {
        SourceClock clock = clocks.get(source);
        watermark.update(new SourceTime(source, clock == null ? SourceClock.NONE : clock.timeMs(), true));
        advanceTime();
    }

    /** Closes steps of entities that are quiet while others go on. */
    private void advanceTime() {
        passing = true;
        for (String entity = due.next(watermark.timeMs()); entity != null; entity = due.next(watermark.timeMs())) {
            EntityState state = entities.computeIfAbsent(entity, detector::newEntity);
            detector.onTime(state, watermark, latestMs, out);
            due.put(entity, detector.nextDueMs(state));
        }
        passing = false;
    }

    /** Whether a step of an entity closes empty now, because time passes without it. */
    boolean left(String entity) {
        EntityState state = entities.get(entity);
        return passing && state != null && state.silentSteps() > 0;
    }

    /** Number of entities seen so far. */
    int entities() {
        return entities.size();
    }

    /** Latest event time, epoch milliseconds. */
    long latestMs() {
        return latestMs;
    }
}
