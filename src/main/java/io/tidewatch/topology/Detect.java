package io.tidewatch.topology;

import io.tidewatch.Alert;
import io.tidewatch.detector.DetectorSpec;
import io.tidewatch.detector.EntityState;
import io.tidewatch.detector.WindowSampler;
import io.tidewatch.event.Event;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/** Supplies each task with its {@link DetectProcessor} and the stores it keeps. */
final class Detect implements ProcessorSupplier<byte[], Event, byte[], Alert> {
    /** The state of each entity, by the key of its records. */
    static final String ENTITIES = "entities";

    /** The partition's time, under one key. */
    static final String PARTITION_TIME = "partition-time";

    /** Share of the heap for the states in use; the rest is for clients, batches, training. */
    private static final int HEAP_PART = 4;

    private final DetectorSpec spec;
    private final ModelHolder models;
    private final WindowSampler sampler;
    private final InputPulse pulse;
    private final TopologyObserver observer;
    private final HeapShare share;

    Detect(DetectorSpec spec, ModelHolder models, WindowSampler sampler, InputPulse pulse, TopologyObserver observer) {
        this.spec = spec;
        this.models = models;
        this.sampler = sampler;
        this.pulse = pulse;
        this.observer = observer;
        this.share = new HeapShare(Runtime.getRuntime().maxMemory() / HEAP_PART, EntityState.heapBytes(spec));
    }

    @Override
    public Processor<byte[], Event, byte[], Alert> get() {
        return new DetectProcessor(spec, models, sampler, pulse, observer);
    }

    /** Both are logged, so that they outlive the disk. None is cached: {@link EntityStates} holds what is in use. */
    @Override
    public Set<StoreBuilder<?>> stores() {
        return Set.of(
                EntityStore.builder(ENTITIES, spec, share),
                // One number a partition: a database of its own would cost a start 50 ms.
                Stores.keyValueStoreBuilder(
                                Stores.inMemoryKeyValueStore(PARTITION_TIME), Serdes.ByteArray(), Serdes.Long())
                        .withCachingDisabled()
                        .withLoggingEnabled(Map.of()));
    }
}
