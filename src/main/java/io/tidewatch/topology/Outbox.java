package io.tidewatch.topology;

import io.tidewatch.Alert;
import io.tidewatch.detector.Detector;
import io.tidewatch.detector.StepResult;
import io.tidewatch.event.Event;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/** Sends what the detector reports: alerts onward, under the key of their entity, the rest to the observer. */
final class Outbox implements Detector.Outcomes {
    private final TopologyObserver observer;
    private byte[] key = {};
    private long nowMs;
    private Headers headers = new RecordHeaders();

    @SuppressWarnings("NullAway.Init") // Set before the first event.
    private ProcessorContext<byte[], Alert> context;

    Outbox(TopologyObserver observer) {
        this.observer = observer;
    }

    void open(ProcessorContext<byte[], Alert> newContext) {
        context = newContext;
    }

    /** Says whose outcomes come next. */
    void address(byte[] newKey, long newNowMs, Headers newHeaders) {
        key = newKey;
        nowMs = newNowMs;
        headers = newHeaders;
    }

    @Override
    public void step(StepResult result) {
        observer.step(result);
    }

    @Override
    public void alert(Alert alert) {
        observer.alert(alert);
        context.forward(new Record<>(key, alert, nowMs, headers));
    }

    @Override
    public void late(Event event, long byMs) {
        observer.late(event.entity(), byMs);
    }
}
