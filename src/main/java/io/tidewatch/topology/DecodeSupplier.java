package io.tidewatch.topology;

import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/** Supplies each task with its {@link DecodeProcessor} and the store it keeps. */
final class DecodeSupplier implements ProcessorSupplier<byte[], byte[], byte[], Decoded> {
    /** The clock of each source partition, by its name. */
    static final String SOURCE_CLOCKS = "source-clocks";

    private final TopologySpec spec;
    private final PatientRegistry registry;
    private final InputPulse pulse;
    private final TopologyObserver observer;
    private final WriterSchemas schemas;

    DecodeSupplier(TopologySpec spec, PatientRegistry registry, InputPulse pulse, TopologyObserver observer) {
        this.spec = spec;
        this.registry = registry;
        this.pulse = pulse;
        this.observer = observer;
        this.schemas = new WriterSchemas(spec.event(), registry);
    }

    @Override
    public Processor<byte[], byte[], byte[], Decoded> get() {
        return new Guarded<>(new DecodeProcessor(spec, registry, schemas, pulse, observer));
    }

    /**
     * Logged, so that it outlives the disk. A few hundred bytes a partition: a database would cost each start 50 ms.
     */
    @Override
    public Set<StoreBuilder<?>> stores() {
        return Set.of(Stores.keyValueStoreBuilder(
                        Stores.inMemoryKeyValueStore(SOURCE_CLOCKS), Serdes.ByteArray(), Serdes.ByteArray())
                .withCachingDisabled()
                .withLoggingEnabled(Map.of()));
    }
}
