package io.tidewatch.learning;

import io.tidewatch.detector.Detector;
import io.tidewatch.detector.DetectorSpec;
import io.tidewatch.detector.Outcomes;
import io.tidewatch.event.Event;
import io.tidewatch.window.LeftOut;
import io.tidewatch.window.SourcedEvent;
import io.tidewatch.window.Window;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/** Runs past events through the detector to collect the windows that a model learns from; ignores its alerts. */
public final class EventHistory implements EventSink {
    private final WindowSamples samples;
    private final EventRun run;
    private final Map<LeftOut, Long> leftOut = new EnumMap<>(LeftOut.class);
    private long events;
    private long earliestMs = Long.MAX_VALUE;

    private final class Counted implements Outcomes {
        @Override
        public void leftOut(SourcedEvent event, LeftOut cause, long byMs) {
            leftOut.merge(cause, 1L, Long::sum);
        }
    }

    public EventHistory(DetectorSpec spec) {
        this.samples = new WindowSamples(spec);
        this.run = new EventRun(new Detector(spec, this::sample), new Counted());
    }

    /** Collects a window, except of an entity that has left: its silence is not normal behaviour. */
    private void sample(String entity, Window window, long localMs, boolean normal) {
        if (!run.left(entity)) {
            samples.sample(entity, window, localMs, normal);
        }
    }

    @Override
    public void sources(Set<Integer> ids) {
        run.sources(ids);
    }

    @Override
    public void add(Event event, int source) {
        events++;
        earliestMs = Math.min(earliestMs, event.timestampMs());
        run.add(event, source);
    }

    @Override
    public void ended(int source) {
        run.ended(source);
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
        return run.entities();
    }

    /** Earliest event time, epoch milliseconds. */
    public long earliestMs() {
        return earliestMs;
    }

    /** Latest event time, epoch milliseconds. */
    public long latestMs() {
        return run.latestMs();
    }

    /** The windows collected so far. */
    public WindowSamples samples() {
        return samples;
    }
}
