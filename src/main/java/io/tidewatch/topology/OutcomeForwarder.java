package io.tidewatch.topology;

import io.tidewatch.Alert;
import io.tidewatch.detector.Outcomes;
import io.tidewatch.detector.StepResult;
import io.tidewatch.window.LeftOut;
import io.tidewatch.window.SourcedEvent;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Sends what the detector reports of one entity: alerts onward, under the key of its records, the rest to the observer.
 *
 * @param sources that events come from
 * @param key of the entity's records
 * @param nowMs timestamp of what is sent, epoch milliseconds
 */
record OutcomeForwarder(
        TopologyObserver observer,
        SourceIds sources,
        ProcessorContext<byte[], Detected> context,
        Bytes key,
        long nowMs,
        Headers headers)
        implements Outcomes {

    @Override
    public void step(StepResult result) {
        observer.step(result);
    }

    @Override
    public void alert(Alert alert) {
        observer.alert(alert);
        context.forward(new Record<>(key.get(), new Detected.Raised(alert), nowMs, headers));
    }

    @Override
    public void leftOut(SourcedEvent event, LeftOut cause, long byMs) {
        observer.leftOut(cause, sources.name(event.source()), event.event().entity(), byMs);
    }
}
