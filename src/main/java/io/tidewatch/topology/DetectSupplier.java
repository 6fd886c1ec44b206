package io.tidewatch.topology;

import com.sun.management.OperatingSystemMXBean;
import io.tidewatch.detector.EntityState;
import io.tidewatch.detector.EntityStateFormat;
import io.tidewatch.topology.state.EntityStates;
import io.tidewatch.topology.state.EntityStore;
import io.tidewatch.topology.state.MemoryBudget;
import io.tidewatch.window.FromSource;
import java.lang.management.ManagementFactory;
import java.util.Set;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.StoreBuilder;

/** Supplies each task with its {@link DetectProcessor} and its stores. */
final class DetectSupplier implements ProcessorSupplier<byte[], FromSource, byte[], Detected> {
    /** The state of each entity, by the key of its records. */
    static final String ENTITIES = "entities";

    /** The newest outage of each source partition, by its id. */
    static final String OUTAGES = "outages";

    /** The newest activation of a model that a task has used. */
    static final String ACTIVATION = "activation";

    /**
     * Share of the heap for the state cache; the rest is for clients, batches, training. The heap in use must stay well
     * below 45%, from where on the collector marks the heap again and again: with a quarter, it took two fifths of a
     * core where far more entities than fit took turns.
     */
    private static final double OF_HEAP = 0.2;

    /**
     * Shares of memory for the off-heap states: of the memory of the machine or container, so that training has enough
     * beside them; and of the memory that the JVM allows outside the heap, by default as much as the heap.
     */
    private static final double OFF_HEAP_OF_ALL = 0.15;

    private static final double OFF_HEAP_OF_ALLOWED = 0.85;

    private final TopologySpec spec;
    private final ModelHolder models;
    private final Learning learning;
    private final TopologyObserver observer;
    private final MemoryBudget budget;

    DetectSupplier(TopologySpec spec, ModelHolder models, Learning learning, TopologyObserver observer) {
        this.spec = spec;
        this.models = models;
        this.learning = learning;
        this.observer = observer;
        long heap = Runtime.getRuntime().maxMemory();
        long all =
                ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
        this.budget = new MemoryBudget((long) (OF_HEAP * heap), EntityState.heapBytes(spec.detector()), (long)
                Math.min(OFF_HEAP_OF_ALL * all, OFF_HEAP_OF_ALLOWED * heap));
    }

    @Override
    public Processor<byte[], FromSource, byte[], Detected> get() {
        return new Guarded<>(new DetectProcessor(spec.detector(), spec::sources, models, learning, observer));
    }

    /**
     * Logged, so that the state outlives the disk. Not cached by Streams: {@link EntityStates} has a cache of its own.
     */
    @Override
    public Set<StoreBuilder<?>> stores() {
        return Set.of(
                EntityStore.builder(ENTITIES, () -> new EntityStateFormat(spec.detector(), spec.features()), budget),
                StoredOutages.builder(OUTAGES),
                StoredActivation.builder(ACTIVATION));
    }
}
