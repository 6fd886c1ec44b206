package io.tidewatch.detector;

import io.tidewatch.event.Event;
import java.util.LinkedHashMap;
import java.util.Map;

/** Streams past events through the core without judging them, to collect the windows that a model learns from. */
public final class EventHistory {
    private final Detector detector;
    private final WindowSamples samples;
    private final Map<String, EntityState> entities = new LinkedHashMap<>();
    private long timeMs = Long.MIN_VALUE;

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
        timeMs = Math.max(timeMs, event.timestampMs());
        EntityState state = entities.computeIfAbsent(event.entity(), detector::newEntity);
        detector.onEvent(state, event, timeMs, timeMs, IGNORED);
    }

    /** The windows collected so far. */
    public WindowSamples samples() {
        return samples;
    }
}
