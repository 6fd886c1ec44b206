package io.tidewatch.topology;

import io.tidewatch.event.Event;
import io.tidewatch.event.Extraction;
import io.tidewatch.event.Extraction.Rejected;
import io.tidewatch.window.SourceTime;
import io.tidewatch.window.SourcedEvent;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * Makes events of the records of one task, dead letters of those that cannot become any; sends the time of their
 * sources.
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
    private final TopologySpec spec;
    private final InputPulse pulse;
    private final TopologyObserver observer;

    // Set by init, which Streams calls first.
    @SuppressWarnings("NullAway.Init")
    private ProcessorContext<byte[], Decoded> context;

    @SuppressWarnings("NullAway.Init")
    private TaskSources sources;

    /** By the ids of their partitions that this task reads. */
    private final Map<Integer, String> topics = new HashMap<>();

    DecodeProcessor(
            TopologySpec spec,
            PatientRegistry registry,
            WriterSchemas schemas,
            InputPulse pulse,
            TopologyObserver observer) {
        this.spec = spec;
        this.keyIsEntity = spec.event().entityField().isEmpty();
        this.registry = registry;
        this.decoder = new RecordDecoder(spec.event(), registry, schemas, this::place);
        this.pulse = pulse;
        this.observer = observer;
    }

    @Override
    public void init(ProcessorContext<byte[], Decoded> context) {
        this.context = context;
        // If the registry was away a moment ago, wait here, where no transaction is open that would time out.
        registry.awaitAnswers();
        sources = new TaskSources(spec.detector().step(), context.getStateStore(DecodeSupplier.SOURCE_CLOCKS), pulse);
        int partition = context.taskId().partition();
        spec.partitions().inputs().forEach((topic, count) -> {
            if (partition < count) {
                topics.put(SourceIds.of(topic, partition), topic);
                sources.open(topic, partition, context.currentSystemTimeMs());
            }
        });
        context.schedule(
                Duration.ofMillis(TaskSources.LOOK_EVERY_MS), PunctuationType.WALL_CLOCK_TIME, this::sendTimes);
    }

    /** Sends the times of the sources to all tasks that take their events. */
    private void sendTimes(long nowMs) {
        for (SourceTime time : sources.look(nowMs)) {
            byte[] key =
                    ByteBuffer.allocate(Integer.BYTES).putInt(time.source()).array();
            context.forward(new Record<>(key, Decoded.sent(time), nowMs));
            String topic = topics.get(time.source());
            if (topic != null) {
                observer.sourceTime(topic, context.taskId().partition(), time);
            }
        }
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        RecordMetadata origin = origin();
        long nowMs = context.currentSystemTimeMs();
        Extraction extraction = decoder.decode(record.key(), record.value(), record.timestamp(), nowMs);
        if (extraction instanceof Event event) {
            observer.event(origin.topic(), origin.partition());
            byte[] key = keyIsEntity ? record.key() : event.entity().getBytes(StandardCharsets.UTF_8);
            SourcedEvent sourced = sources.event(event, origin, nowMs);
            context.forward(record.withKey(key)
                    .withValue(Decoded.sent(sourced))
                    .withHeaders(TraceHeaders.of(record.headers()))
                    .withTimestamp(nowMs));
        } else if (extraction instanceof Rejected found) {
            Rejected rejected = SchemaIdPlace.explain(found, record.value(), record.headers());
            observer.rejected(origin.topic(), origin.partition(), rejected);
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
