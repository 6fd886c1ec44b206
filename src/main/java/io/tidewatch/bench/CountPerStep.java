package io.tidewatch.bench;

import io.tidewatch.event.Event;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/** Counts events: one row per entity and step, key then start of the step, in a cached store with a changelog. */
final class CountPerStep implements ProcessorSupplier<byte[], Event, Void, Void> {
    private static final String COUNTS = "counts";

    private final long stepMs;

    CountPerStep(long stepMs) {
        this.stepMs = stepMs;
    }

    @Override
    public Set<StoreBuilder<?>> stores() {
        return Set.of(
                Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(COUNTS), Serdes.ByteArray(), Serdes.Long())
                        .withCachingEnabled()
                        .withLoggingEnabled(Map.of()));
    }

    @Override
    public Processor<byte[], Event, Void, Void> get() {
        return new Processor<>() {
            @SuppressWarnings("NullAway.Init") // Set by init, which Streams calls first.
            private KeyValueStore<byte[], Long> counts;

            @Override
            public void init(ProcessorContext<Void, Void> context) {
                counts = context.getStateStore(COUNTS);
            }

            @Override
            public void process(Record<byte[], Event> record) {
                long step = Math.floorDiv(record.value().timestampMs(), stepMs) * stepMs;
                byte[] row = ByteBuffer.allocate(record.key().length + Long.BYTES)
                        .put(record.key())
                        .putLong(step)
                        .array();
                Long count = counts.get(row);
                counts.put(row, count == null ? 1 : count + 1);
            }
        };
    }
}
