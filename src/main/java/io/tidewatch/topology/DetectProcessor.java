package io.tidewatch.topology;

import io.tidewatch.Alert;
import io.tidewatch.detector.Detector;
import io.tidewatch.detector.DetectorSpec;
import io.tidewatch.detector.DueEntities;
import io.tidewatch.detector.EntityState;
import io.tidewatch.detector.WindowSampler;
import io.tidewatch.event.Event;
import java.time.Duration;
import java.util.Objects;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Runs the detector over the events of one task: fetches the entity's state, calls the core, forwards alerts.
 *
 * <p>Steps that have closed wait until there are four to be scored together, at most until the commit: before it, nobody sees an alert
 * anyway. Nor does a state leave memory while a step of it waits.
 *
 * <p>All that matters is in the changelogs by the time of each commit, and in the order of the input: a task that is closed
 * and opened again, here or elsewhere, raises the same alerts as one left alone. What is kept beside them
 * ({@link DueEntities}) is made from them.
 */
final class DetectProcessor implements Processor<byte[], Event, byte[], Alert> {
    private static final byte[] TIME_KEY = {'t'};

    private final DetectorSpec spec;
    private final ModelHolder models;
    private final InputPulse pulse;
    private final WindowSampler sampler;
    private final TopologyObserver observer;
    private final ProcessingFaults faults;
    private ModelHolder.@Nullable Model inUse;
    private DueEntities<Bytes> due = new DueEntities<>();
    private long writtenTimeMs;
    private long beats;

    // Set by init, which Streams calls first.
    @SuppressWarnings("NullAway.Init")
    private ProcessorContext<byte[], Alert> context;

    @SuppressWarnings("NullAway.Init")
    private Detector detector;

    @SuppressWarnings("NullAway.Init")
    private EntityStates states;

    @SuppressWarnings("NullAway.Init")
    private KeyValueStore<byte[], Long> partitionTime;

    @SuppressWarnings("NullAway.Init")
    private PartitionClock clock;

    DetectProcessor(
            DetectorSpec spec, ModelHolder models, WindowSampler sampler, InputPulse pulse, TopologyObserver observer) {
        this.spec = spec;
        this.models = models;
        this.pulse = pulse;
        this.sampler = sampler;
        this.observer = observer;
        this.faults = new ProcessingFaults(observer, System::nanoTime);
    }

    @Override
    public void init(ProcessorContext<byte[], Alert> context) {
        this.context = context;
        detector = new Detector(spec, sampler);
        inUse = null;
        EntityStore entities = context.getStateStore(Detect.ENTITIES);
        entities.tell(this::beforeCommit, detector::settle);
        states = entities.states();
        due = new DueEntities<>();
        partitionTime = context.getStateStore(Detect.PARTITION_TIME);
        Long stored = partitionTime.get(TIME_KEY);
        writtenTimeMs = stored == null ? Long.MIN_VALUE : stored;
        clock = new PartitionClock(spec.step().quietMs(), writtenTimeMs, context.currentSystemTimeMs());
        if (spec.step().perEvent()) {
            // Steps are events: nothing ever falls due because time passes.
            return;
        }
        states.forEachDue(due::put);
        context.schedule(
                Duration.ofMillis(PartitionClock.LOOK_EVERY_MS), PunctuationType.WALL_CLOCK_TIME, this::lookAtTheClock);
    }

    @Override
    public void process(Record<byte[], Event> record) {
        useNewestModel();
        Event event = record.value();
        long nowMs = context.currentSystemTimeMs();
        clock.event(event.timestampMs(), nowMs);
        Bytes key = Bytes.wrap(record.key());
        EntityState state = states.change(key);
        if (state == null) {
            state = states.add(key, detector.newEntity(event.entity()));
        }
        Outbox out = new Outbox(observer, context, key, nowMs, record.headers());
        try {
            detector.add(state, event, clock.timeMs(), nowMs, out);
        } finally {
            due.put(key, detector.nextDueMs(state));
        }
        letTimePass(nowMs);
    }

    private void lookAtTheClock(long nowMs) {
        long beatsNow = pulse.beats();
        boolean connected = beatsNow != beats;
        beats = beatsNow;
        if (clock.look(nowMs, connected)) {
            useNewestModel();
            letTimePass(nowMs);
        }
    }

    /** Tells the entities for which the partition's time has something due; they have no record, so no trace either. */
    private void letTimePass(long nowMs) {
        RuntimeException fault = null;
        for (Bytes key : due.takeUntil(clock.timeMs())) {
            // Whoever is due has a state.
            EntityState state = Objects.requireNonNull(states.change(key));
            Outbox out = new Outbox(observer, context, key, nowMs, new RecordHeaders());
            try {
                detector.advance(state, clock.timeMs(), nowMs, out);
            } catch (RuntimeException e) {
                // The others have their time too.
                fault = e;
            }
            due.put(key, detector.nextDueMs(state));
        }
        if (fault != null) {
            throw fault;
        }
    }

    private void beforeCommit() {
        try {
            detector.settle();
        } catch (RuntimeException e) {
            if (!ProcessingFaults.ours(e)) {
                throw e;
            }
            // Streams asks no handler here, and would take it for a fault of the store.
            faults.failed("window-score-decide", "none", e);
        }
        if (clock.timeMs() != writtenTimeMs) {
            writtenTimeMs = clock.timeMs();
            partitionTime.put(TIME_KEY, writtenTimeMs);
        }
    }

    private void useNewestModel() {
        ModelHolder.Model newest = models.current();
        if (newest != null && newest != inUse) {
            detector.use(newest.artifact(), newest.scorer());
            inUse = newest;
        }
    }
}
