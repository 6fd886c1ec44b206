package io.tidewatch.topology;

import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/** Supplies the one task of the trainer with its {@link TrainerProcessor} and its stores. */
final class TrainerSupplier implements ProcessorSupplier<byte[], Detected.ToTrainer, Void, Void> {
    /** The windows to learn from, by their keys. */
    static final String SAMPLES = "samples";

    /** How far the trainer is: one record. */
    static final String TRAINER = "trainer";

    private final TopologySpec spec;
    private final Learning.Trained learning;
    private final TopologyObserver observer;

    TrainerSupplier(TopologySpec spec, Learning.Trained learning, TopologyObserver observer) {
        this.spec = spec;
        this.learning = learning;
        this.observer = observer;
    }

    @Override
    public Processor<byte[], Detected.ToTrainer, Void, Void> get() {
        return new Guarded<>(new TrainerProcessor(spec, learning, observer));
    }

    /** Logged, so that they outlive the disk. Windows may be some hundred megabytes, so they lie on it. */
    @Override
    public Set<StoreBuilder<?>> stores() {
        return Set.of(
                Stores.keyValueStoreBuilder(
                                Stores.persistentKeyValueStore(SAMPLES), Serdes.ByteArray(), Serdes.ByteArray())
                        .withCachingDisabled()
                        .withLoggingEnabled(Map.of()),
                Stores.keyValueStoreBuilder(
                                Stores.inMemoryKeyValueStore(TRAINER), Serdes.ByteArray(), Serdes.ByteArray())
                        .withCachingDisabled()
                        .withLoggingEnabled(Map.of()));
    }
}
