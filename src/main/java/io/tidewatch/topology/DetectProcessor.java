package io.tidewatch.topology;

import io.tidewatch.detector.Detector;
import io.tidewatch.detector.DetectorSpec;
import io.tidewatch.detector.DueEntities;
import io.tidewatch.detector.EntityState;
import io.tidewatch.detector.ScheduledModel;
import io.tidewatch.topology.state.EntityStates;
import io.tidewatch.topology.state.EntityStore;
import io.tidewatch.window.FromSource;
import io.tidewatch.window.SourceTime;
import io.tidewatch.window.SourcedEvent;
import io.tidewatch.window.Watermark;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.IntFunction;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * Runs the detector over the events of one task: fetches the entity's state, calls the core, forwards alerts.
 *
 * <p>All that matters is in the changelogs by the time of each commit, and in the order of the input: a task that is
 * closed and opened again, here or elsewhere, raises the same alerts as one left alone. What is kept beside them
 * ({@link DueEntities}) is made from them.
 */
final class DetectProcessor implements Processor<byte[], FromSource, byte[], Detected> {
    /**
     * Steps that may close in one go because time passes, of entities without an event of their own: where it jumps by
     * a day, each of many thousands has more than a hundred to close, and a thread that is away for long loses its
     * partitions.
     */
    private static final int MOST_STEPS_PER_RECORD = 256;

    private static final int MOST_STEPS_PER_LOOK = 2_048;

    private static final Duration LOOK_EVERY = Duration.ofMillis(100);

    private final DetectorSpec spec;
    private final ModelHolder models;
    private final IntFunction<SourceIds> sourcesOf;
    private final Learning learning;
    private final TopologyObserver observer;
    private final ProcessingFaults faults;
    private List<ScheduledModel> inUse = List.of();
    private DueEntities<Bytes> due = new DueEntities<>();
    private int entities;
    /** Null where windows do not go to the trainer. */
    private @Nullable SampleForwarder samples;

    // Set by init, which Streams calls first.
    @SuppressWarnings("NullAway.Init")
    private ProcessorContext<byte[], Detected> context;

    @SuppressWarnings("NullAway.Init")
    private Detector detector;

    @SuppressWarnings("NullAway.Init")
    private EntityStates states;

    @SuppressWarnings("NullAway.Init")
    private SourceIds sources;

    @SuppressWarnings("NullAway.Init")
    private Watermark watermark;

    @SuppressWarnings("NullAway.Init")
    private StoredOutages outages;

    @SuppressWarnings("NullAway.Init")
    private StoredActivation activation;

    DetectProcessor(
            DetectorSpec spec,
            IntFunction<SourceIds> sourcesOf,
            ModelHolder models,
            Learning learning,
            TopologyObserver observer) {
        this.spec = spec;
        this.sourcesOf = sourcesOf;
        this.models = models;
        this.learning = learning;
        this.observer = observer;
        this.faults = new ProcessingFaults(observer, System::nanoTime);
    }

    @Override
    public void init(ProcessorContext<byte[], Detected> context) {
        this.context = context;
        samples = learning instanceof Learning.Trained ? new SampleForwarder(spec, context) : null;
        detector = new Detector(
                spec, learning instanceof Learning.Handed handed ? handed.sampler() : Objects.requireNonNull(samples));
        inUse = List.of();
        EntityStore store = context.getStateStore(DetectSupplier.ENTITIES);
        states = store.states();
        due = new DueEntities<>();
        sources = sourcesOf.apply(context.taskId().partition());
        watermark = new Watermark(sources.ids(), sources::name);
        outages = new StoredOutages(context.getStateStore(DetectSupplier.OUTAGES), watermark);
        activation = new StoredActivation(context.getStateStore(DetectSupplier.ACTIVATION));
        activation.await(models);
        entities = 0;
        states.forEachDue((key, dueMs) -> {
            entities++;
            due.put(key, dueMs);
        });
        context.schedule(LOOK_EVERY, PunctuationType.WALL_CLOCK_TIME, nowMs -> advanceTime(nowMs, MOST_STEPS_PER_LOOK));
    }

    @Override
    public void process(Record<byte[], FromSource> record) {
        useNewestModel();
        long nowMs = context.currentSystemTimeMs();
        FromSource sent = record.value();
        if (sent instanceof SourcedEvent event) {
            watermark.event(event.source(), event.sourceTimeMs());
            outages.save(event.source());
            add(event, record, nowMs);
        } else if (sent instanceof SourceTime time) {
            watermark.update(time);
            outages.save(time.source());
        }
        advanceTime(nowMs, MOST_STEPS_PER_RECORD);
    }

    private void add(SourcedEvent event, Record<byte[], FromSource> record, long nowMs) {
        Bytes key = Bytes.wrap(record.key());
        EntityState state = states.change(key);
        if (state == null) {
            state = states.add(key, detector.newEntity(event.event().entity()));
            entities++;
        }
        OutcomeForwarder out = new OutcomeForwarder(observer, sources, context, key, nowMs, record.headers());
        try {
            detector.onEvent(state, event, watermark, nowMs, out);
        } finally {
            due.put(key, detector.nextDueMs(state));
        }
    }

    /** Advances the time of the entities that are due; this has no record, so no trace headers either. */
    private void advanceTime(long nowMs, int mostSteps) {
        long timeMs = watermark.timeMs();
        int steps = 0;
        SampleForwarder sending = samples;
        if (sending != null) {
            sending.entities(entities);
        }
        for (Bytes key = due.next(timeMs); key != null; key = steps < mostSteps ? due.next(timeMs) : null) {
            useNewestModel();
            // Every entity that is due has a state.
            EntityState state = Objects.requireNonNull(states.change(key));
            OutcomeForwarder out = new OutcomeForwarder(observer, sources, context, key, nowMs, new RecordHeaders());
            try {
                steps += detector.onTime(state, watermark, nowMs, out);
            } catch (RuntimeException e) {
                report(e);
                steps++;
            }
            due.put(key, detector.nextDueMs(state));
        }
        if (sending != null && steps < mostSteps) {
            sending.reached(watermark);
        }
    }

    /** Reports a fault while time advances: it belongs to no record, and must not stop other entities. */
    private void report(RuntimeException fault) {
        if (!ProcessingFaults.ours(fault)) {
            throw fault;
        }
        faults.failed("window-score-decide", "none", fault);
    }

    private void useNewestModel() {
        List<ScheduledModel> newest = models.scheduled();
        if (newest != inUse && !newest.isEmpty()) {
            detector.use(newest);
            activation.save(newest.get(0));
            inUse = newest;
        }
    }
}
