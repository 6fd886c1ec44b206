package io.tidewatch.topology;

import io.tidewatch.event.Event;
import io.tidewatch.event.EventSpec;
import io.tidewatch.event.Extraction;
import io.tidewatch.event.Extraction.Extracted;
import io.tidewatch.event.Extraction.Rejected;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * Makes events of the records of one task, dead letters of those that cannot become any.
 *
 * <p>Downstream of it every record carries wall-clock time as its Kafka timestamp: brokers refuse timestamps far in the
 * future and delete those far in the past, and a replay of old events must suffer neither.
 */
final class DecodeProcessor implements Processor<byte[], byte[], byte[], Decoded> {
    private static final RecordMetadata NOWHERE = new RecordMetadata() {
        @Override
        public String topic() {
            return "";
        }

        @Override
        public int partition() {
            return -1;
        }

        @Override
        public long offset() {
            return -1;
        }
    };

    private final boolean keyIsEntity;
    private final PatientRegistry registry;
    private final RecordDecoder decoder;
    private final TopologyObserver observer;

    @SuppressWarnings("NullAway.Init") // Set by init, which Streams calls first.
    private ProcessorContext<byte[], Decoded> context;

    DecodeProcessor(EventSpec spec, PatientRegistry registry, WriterSchemas schemas, TopologyObserver observer) {
        this.keyIsEntity = spec.entityField().isEmpty();
        this.registry = registry;
        this.decoder = new RecordDecoder(spec, registry, schemas, this::place);
        this.observer = observer;
    }

    @Override
    public void init(ProcessorContext<byte[], Decoded> context) {
        this.context = context;
        // If the registry was away a moment ago, wait here, where no transaction is open that would time out.
        registry.awaitAnswers();
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        RecordMetadata origin = origin();
        long nowMs = context.currentSystemTimeMs();
        Extraction extraction = decoder.decode(record.key(), record.value(), record.timestamp(), nowMs);
        if (extraction instanceof Extracted extracted) {
            Event event = extracted.event();
            observer.event(origin.topic(), origin.partition());
            byte[] key = keyIsEntity ? record.key() : event.entity().getBytes(StandardCharsets.UTF_8);
            context.forward(record.withKey(key)
                    .withValue(Decoded.event(event))
                    .withHeaders(TraceHeaders.of(record.headers()))
                    .withTimestamp(nowMs));
        } else if (extraction instanceof Rejected rejected) {
            observer.rejected(origin.topic(), origin.partition(), rejected.reason());
            Headers headers = DeadLetterHeaders.of(record.headers(), rejected, origin, record.timestamp());
            context.forward(record.withValue(Decoded.deadLetter(record.value()))
                    .withHeaders(headers)
                    .withTimestamp(nowMs));
        }
    }

    private RecordMetadata origin() {
        return context.recordMetadata().orElse(NOWHERE);
    }

    /** The record at hand, as Kafka's own tools write it. */
    private String place() {
        RecordMetadata origin = origin();
        return "record " + origin.topic() + "-" + origin.partition() + "@" + origin.offset();
    }
}
