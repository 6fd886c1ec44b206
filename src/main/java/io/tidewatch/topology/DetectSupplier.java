package io.tidewatch.topology;

import com.sun.management.OperatingSystemMXBean;
import io.tidewatch.Alert;
import io.tidewatch.detector.EntityState;
import io.tidewatch.detector.WindowSampler;
import io.tidewatch.topology.state.EntityStates;
import io.tidewatch.detector.EntityStateFormat;
import io.tidewatch.topology.state.EntityStore;
import io.tidewatch.topology.state.MemoryBudget;
import io.tidewatch.window.FromSource;
import java.lang.management.ManagementFactory;
import java.util.Set;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.StoreBuilder;

/** Supplies each task with its {@link DetectProcessor} and the stores it keeps. */
final class DetectSupplier implements ProcessorSupplier<byte[], FromSource, byte[], Alert> {
    /** The state of each entity, by the key of its records. */
    static final String ENTITIES = "entities";

    /** The newest outage of each source partition, by its id. */
    static final String OUTAGES = "outages";

    /**
     * Share of the heap for the states in use; the rest is for clients, batches, training. What they take with all that holds
     * them must stay well below the 45% from which on the collector marks the heap again and again: with a quarter, it took
     * two fifths of a core where far more entities than fit took turns.
     */
    private static final double OF_HEAP = 0.2;

    /**
     * Shares of the memory for packed states: of all that the machine or container has, so that training finds room beside
     * them, and of what the JVM allows outside the heap, by default as much as the heap.
     */
    private static final double PACKED_OF_ALL = 0.15;

    private static final double PACKED_OF_ALLOWED = 0.85;

    private final TopologySpec spec;
    private final ModelHolder models;
    private final WindowSampler sampler;
    private final TopologyObserver observer;
    private final MemoryBudget room;

    DetectSupplier(TopologySpec spec, ModelHolder models, WindowSampler sampler, TopologyObserver observer) {
        this.spec = spec;
        this.models = models;
        this.sampler = sampler;
        this.observer = observer;
        long heap = Runtime.getRuntime().maxMemory();
        long all =
                ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
        this.room = new MemoryBudget((long) (OF_HEAP * heap), EntityState.heapBytes(spec.detector()), (long)
                Math.min(PACKED_OF_ALL * all, PACKED_OF_ALLOWED * heap));
    }

    @Override
    public Processor<byte[], FromSource, byte[], Alert> get() {
        return new Guarded<>(new DetectProcessor(spec.detector(), spec::sources, models, sampler, observer));
    }

    /** Logged, so that it outlives the disk. Not cached: {@link EntityStates} holds what is in use. */
    @Override
    public Set<StoreBuilder<?>> stores() {
        return Set.of(EntityStore.builder(
                ENTITIES, () -> new EntityStateFormat(spec.detector(), spec.features()), room), StoredOutages.builder(OUTAGES));
    }
}
