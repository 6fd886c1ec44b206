package io.tidewatch.bench;

import io.tidewatch.detector.FeatureHistory;
import io.tidewatch.detector.FeatureSet;
import io.tidewatch.event.Event;
import io.tidewatch.event.EventSpec;
import io.tidewatch.event.Extraction;
import io.tidewatch.topology.FromSourceSerde;
import io.tidewatch.topology.PatientRegistry;
import io.tidewatch.topology.RecordDecoder;
import io.tidewatch.window.FromSource;
import io.tidewatch.window.SourcedEvent;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Repartitioned;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/** What the detector is held against: decodes, keys by entity, counts per step in a store with a changelog. */
final class PassThroughTopology {
    private static final Serde<byte[]> BYTES = Serdes.ByteArray();

    private static final int SOURCE = 1;

    /** Its topics live for one run, in which the features stay what they are. */
    private static final FeatureHistory NO_CHANGE = FeatureHistory.onlyOf(new FeatureSet(List.of()));

    private PassThroughTopology() {}

    /**
     * Builds the topology.
     *
     * @param stepMs length of the steps counted, milliseconds
     * @param decoded counts the events decoded
     */
    static Topology build(String inputTopic, EventSpec spec, PatientRegistry registry, long stepMs, LongAdder decoded) {
        StreamsBuilder builder = new StreamsBuilder();
        KStream<byte[], Event> events = builder.stream(
                        inputTopic, Consumed.with(BYTES, BYTES).withName("source"))
                .process(() -> new Decode(spec, registry, decoded), Named.as("decode"));
        if (spec.entityField().isPresent()) {
            // As bytes of the same size as the detector's.
            events = events.<FromSource>mapValues(event -> new SourcedEvent(event, SOURCE, event.timestampMs()))
                    .repartition(Repartitioned.<byte[], FromSource>as("by-entity")
                            .withKeySerde(BYTES)
                            .withValueSerde(new FromSourceSerde(NO_CHANGE)))
                    .mapValues(sent -> ((SourcedEvent) sent).event());
        }
        events.process(new CountPerStep(stepMs), Named.as("count"));
        return builder.build();
    }

    /** Decodes as the detector does; what cannot be decoded stops the run. */
    private static final class Decode implements Processor<byte[], byte[], byte[], Event> {
        private final boolean keyIsEntity;
        private final RecordDecoder decoder;
        private final LongAdder decoded;

        @SuppressWarnings("NullAway.Init") // Set by init, which Streams calls first.
        private ProcessorContext<byte[], Event> context;

        Decode(EventSpec spec, PatientRegistry registry, LongAdder decoded) {
            this.keyIsEntity = spec.entityField().isEmpty();
            this.decoder = new RecordDecoder(spec, registry);
            this.decoded = decoded;
        }

        @Override
        public void init(ProcessorContext<byte[], Event> context) {
            this.context = context;
        }

        @Override
        public void process(Record<byte[], byte[]> record) {
            long nowMs = context.currentSystemTimeMs();
            Extraction extraction = decoder.decode(record.key(), record.value(), record.timestamp(), nowMs);
            if (!(extraction instanceof Event event)) {
                throw new IllegalStateException("a benchmark's record cannot be decoded: " + extraction);
            }
            decoded.increment();
            byte[] key = keyIsEntity ? record.key() : event.entity().getBytes(StandardCharsets.UTF_8);
            context.forward(record.withKey(key).withValue(event).withTimestamp(nowMs));
        }
    }
}
