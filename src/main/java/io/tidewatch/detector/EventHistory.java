package io.tidewatch.detector;

import io.tidewatch.event.Event;
import java.util.LinkedHashMap;
import java.util.Map;

/** Streams past events through the core without judging them, to collect the windows that a model learns from. */
public final class EventHistory {
    private final Detector detector;
    private final WindowSamples samples;
    private final Map<String, EntityState> entities = new LinkedHashMap<>();
    private long events;
    private long earliestMs = Long.MAX_VALUE;
    private long latestMs = Long.MIN_VALUE;

    private static final Detector.Outcomes IGNORED = new Detector.Outcomes() {
        @Override
        public void step(StepResult result) {}

        @Override
        public void alert(io.tidewatch.Alert alert) {}

        @Override
        public void late(Event event, long byMs) {}
    };

    public EventHistory(DetectorSpec spec) {
        this.samples = new WindowSamples(spec);
        this.detector = new Detector(spec, samples);
    }

    /** Takes one event, in the order of the input. */
    public void add(Event event) {
        events++;
        earliestMs = Math.min(earliestMs, event.timestampMs());
        latestMs = Math.max(latestMs, event.timestampMs());
        EntityState state = entities.computeIfAbsent(event.entity(), detector::newEntity);
        detector.onEvent(state, event, latestMs, latestMs, IGNORED);
    }

    /** Events taken so far. */
    public long events() {
        return events;
    }

    /** Entities that they are of. */
    public int entities() {
        return entities.size();
    }

    /** Event time of the earliest, epoch milliseconds. */
    public long earliestMs() {
        return earliestMs;
    }

    /** Event time of the latest, epoch milliseconds. */
    public long latestMs() {
        return latestMs;
    }

    /** The windows collected so far. */
    public WindowSamples samples() {
        return samples;
    }
}
