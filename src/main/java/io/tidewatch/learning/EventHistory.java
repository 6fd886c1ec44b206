package io.tidewatch.learning;

import io.tidewatch.detector.Detector;
import io.tidewatch.detector.DetectorSpec;
import io.tidewatch.detector.DueEntities;
import io.tidewatch.detector.EntityState;
import io.tidewatch.detector.StepResult;
import io.tidewatch.event.Event;
import io.tidewatch.window.LeftOut;
import io.tidewatch.window.SourceClock;
import io.tidewatch.window.SourceTime;
import io.tidewatch.window.SourcedEvent;
import io.tidewatch.window.Watermark;
import io.tidewatch.window.Window;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Runs past events through the detector to collect the windows that a model learns from; ignores its alerts. */
public final class EventHistory {
    private final DetectorSpec spec;
    private final Detector detector;
    private final WindowSamples samples;
    private final Map<String, EntityState> entities = new LinkedHashMap<>();
    private final DueEntities<String> due = new DueEntities<>();
    private final Map<Integer, SourceClock> clocks = new HashMap<>();
    private final Map<LeftOut, Long> leftOut = new EnumMap<>(LeftOut.class);
    private final Detector.Outcomes outcomes = new Collected();
    private Watermark watermark = new Watermark(Set.of());
    private boolean passing;
    private long events;
    private long earliestMs = Long.MAX_VALUE;
    private long latestMs = Long.MIN_VALUE;

    private final class Collected implements Detector.Outcomes {
        @Override
        public void step(StepResult result) {}

        @Override
        public void alert(io.tidewatch.Alert alert) {}

        @Override
        public void leftOut(SourcedEvent event, LeftOut cause, long byMs) {
            leftOut.merge(cause, 1L, Long::sum);
        }
    }

    public EventHistory(DetectorSpec spec) {
        this.spec = spec;
        this.samples = new WindowSamples(spec);
        this.detector = new Detector(spec, this::sample);
    }

    /** Collects a window, except of an entity that has left: its silence is not normal behaviour. */
    private void sample(String entity, Window window, long localMs) {
        EntityState state = entities.get(entity);
        boolean left = passing && state != null && state.silentSteps() > 0;
        if (!left) {
            samples.sample(entity, window, localMs);
        }
    }

    /** Starts with other sources: partitions of topics, or a file. */
    public void sources(Set<Integer> ids) {
        watermark = new Watermark(ids);
        clocks.clear();
    }

    /** Takes one event, in the order of its source. */
    public void add(Event event, int source) {
        events++;
        earliestMs = Math.min(earliestMs, event.timestampMs());
        latestMs = Math.max(latestMs, event.timestampMs());
        long sourceTimeMs = clocks.computeIfAbsent(source, id -> new SourceClock(SourceClock.jumpMs(spec.step())))
                .take(event.entity(), event.timestampMs(), Long.MAX_VALUE);
        watermark.event(source, sourceTimeMs);
        EntityState state = entities.computeIfAbsent(event.entity(), detector::newEntity);
        detector.onEvent(state, new SourcedEvent(event, source, sourceTimeMs), watermark, latestMs, outcomes);
        due.put(event.entity(), detector.nextDueMs(state));
        advanceTime();
    }

    /** Notes that a source has been read to its end. */
    public void ended(int source) {
        SourceClock clock = clocks.get(source);
        watermark.update(new SourceTime(source, clock == null ? SourceClock.NONE : clock.timeMs(), true));
        advanceTime();
    }

    private void advanceTime() {
        passing = true;
        for (String entity = due.next(watermark.timeMs()); entity != null; entity = due.next(watermark.timeMs())) {
            EntityState state = entities.computeIfAbsent(entity, detector::newEntity);
            detector.onTime(state, watermark, latestMs, outcomes);
            due.put(entity, detector.nextDueMs(state));
        }
        passing = false;
    }

    /** Events taken so far. */
    public long events() {
        return events;
    }

    /** Events left out of the windows so far, for a cause. */
    public long leftOut(LeftOut cause) {
        return leftOut.getOrDefault(cause, 0L);
    }

    /** Number of entities seen so far. */
    public int entities() {
        return entities.size();
    }

    /** Earliest event time, epoch milliseconds. */
    public long earliestMs() {
        return earliestMs;
    }

    /** Latest event time, epoch milliseconds. */
    public long latestMs() {
        return latestMs;
    }

    /** The windows collected so far. */
    public WindowSamples samples() {
        return samples;
    }
}
