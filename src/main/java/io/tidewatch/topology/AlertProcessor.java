package io.tidewatch.topology;

import io.tidewatch.Alert;
import java.nio.charset.StandardCharsets;
import org.apache.avro.Schema;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the alerts of one task as their topic takes them: whole, else without the window and the trace, which the
 * header {@value #LEFT_OUT} then says. One that does not fit even so is counted, and is in the log.
 */
final class AlertProcessor extends ContextualProcessor<byte[], Alert, byte[], byte[]> {
    /** Only where an alert lacks something: what. */
    static final String LEFT_OUT = "tidewatch.left-out";

    private static final Logger LOG = LoggerFactory.getLogger(AlertProcessor.class);

    private final String topic;
    private final AlertSerializer serializer;
    private final OutputLimits limits;
    private final TopologyObserver observer;

    AlertProcessor(String topic, Outputs outputs, TopologyObserver observer) {
        this.topic = topic;
        this.serializer = outputs.alerts();
        this.limits = outputs.limits();
        this.observer = observer;
    }

    @Override
    public void process(Record<byte[], Alert> record) {
        Record<byte[], byte[]> whole = record.withValue(serializer.serialize(topic, record.value()));
        if (fits(whole)) {
            context().forward(whole);
            return;
        }
        Headers headers = new RecordHeaders().add(LEFT_OUT, "window, headers".getBytes(StandardCharsets.UTF_8));
        Alert shorter = withoutWindow(record.value());
        Record<byte[], byte[]> reduced =
                whole.withValue(serializer.serialize(topic, shorter)).withHeaders(headers);
        if (fits(reduced)) {
            observer.reduced(Output.ALERT);
            context().forward(reduced);
            return;
        }
        observer.dropped(Output.ALERT);
        LOG.atError()
                .addKeyValue("incident", shorter.getId())
                .addKeyValue("status", shorter.getStatus())
                .addKeyValue("keyBytes", record.key().length)
                .addKeyValue("topic", topic)
                .log("alert not published: it does not fit without its window; raise max.message.bytes of the topic");
    }

    /**
     * Field by field: Avro's builder copies deeply, and loads the classes of enums by name, which it must be allowed
     * to.
     */
    private static Alert withoutWindow(Alert alert) {
        Alert copy = new Alert();
        for (Schema.Field field : Alert.getClassSchema().getFields()) {
            copy.put(field.pos(), alert.get(field.pos()));
        }
        copy.setWindow(null);
        return copy;
    }

    private boolean fits(Record<byte[], byte[]> record) {
        return limits.fits(new ProducerRecord<>(topic, null, record.key(), record.value(), record.headers()));
    }
}
