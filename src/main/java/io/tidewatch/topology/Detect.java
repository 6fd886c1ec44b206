package io.tidewatch.topology;

import io.tidewatch.Alert;
import io.tidewatch.detector.DetectorSpec;
import io.tidewatch.detector.WindowSampler;
import io.tidewatch.event.Event;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/** Supplies each task with its {@link DetectProcessor} and the stores it keeps. */
final class Detect implements ProcessorSupplier<byte[], Event, byte[], Alert> {
    /** State of each entity, by the key of its records. */
    static final String ENTITIES = "entities";

    /** The partition's time, under one key. */
    static final String PARTITION_TIME = "partition-time";

    private static final Serde<byte[]> BYTES = Serdes.ByteArray();

    private final DetectorSpec spec;
    private final ModelHolder models;
    private final WindowSampler sampler;
    private final InputPulse pulse;
    private final TopologyObserver observer;

    Detect(DetectorSpec spec, ModelHolder models, WindowSampler sampler, InputPulse pulse, TopologyObserver observer) {
        this.spec = spec;
        this.models = models;
        this.sampler = sampler;
        this.pulse = pulse;
        this.observer = observer;
    }

    @Override
    public Processor<byte[], Event, byte[], Alert> get() {
        return new DetectProcessor(spec, models, sampler, pulse, observer);
    }

    /** Both stores are cached, so that a busy entity is written once per commit, and logged, so that they outlive the disk. */
    @Override
    public Set<StoreBuilder<?>> stores() {
        return Set.of(
                Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(ENTITIES), BYTES, BYTES)
                        .withCachingEnabled()
                        .withLoggingEnabled(Map.of()),
                Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(PARTITION_TIME), BYTES, Serdes.Long())
                        .withCachingEnabled()
                        .withLoggingEnabled(Map.of()));
    }
}
