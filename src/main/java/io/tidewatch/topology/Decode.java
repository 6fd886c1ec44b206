package io.tidewatch.topology;

import io.tidewatch.event.EventSpec;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;

/** Supplies each task with its {@link DecodeProcessor}. */
final class Decode implements ProcessorSupplier<byte[], byte[], byte[], Decoded> {
    private final EventSpec spec;
    private final PatientRegistry registry;
    private final TopologyObserver observer;
    private final WriterSchemas schemas;

    Decode(EventSpec spec, PatientRegistry registry, TopologyObserver observer) {
        this.spec = spec;
        this.registry = registry;
        this.observer = observer;
        this.schemas = new WriterSchemas(spec, registry);
    }

    @Override
    public Processor<byte[], byte[], byte[], Decoded> get() {
        return new Guarded<>(new DecodeProcessor(spec, registry, schemas, observer));
    }
}
