package io.tidewatch.service;

import io.micrometer.core.instrument.MeterRegistry;
import io.tidewatch.Alert;
import io.tidewatch.AlertStatus;
import io.tidewatch.AnomalyKind;
import io.tidewatch.detector.StepResult;
import io.tidewatch.event.Extraction.Rejected;
import io.tidewatch.event.RejectionReason;
import io.tidewatch.topology.Output;
import io.tidewatch.topology.TopologyObserver;
import io.tidewatch.topology.TrainerStatus;
import io.tidewatch.window.LeftOut;
import io.tidewatch.window.SourceTime;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/**
 * What this instance has seen of the topology since it started, kept for the page beside the metrics. The incidents of
 * before the start come from {@link PastIncidents}. Safe for many threads.
 */
public final class LiveState implements TopologyObserver {
    private final DetectorMeters meters;
    private final Throughput throughput;
    private final IncidentBoard incidents = new IncidentBoard();
    private final EntityPhases phases = new EntityPhases();
    private volatile String newestDeadLetter = "";
    private final LeftOutEvents leftOut;
    private final SourceTimes sourceTimes;
    private final Trainings trainings;
    private final Map<String, LongAdder> events = new ConcurrentHashMap<>();
    private final Counted counted = Counted.nothing();
    private final AtomicBoolean registryReachable = new AtomicBoolean(true);

    /** What has happened since the start. */
    record Counted(
            EnumCounts<RejectionReason> rejected,
            EnumCounts<LeftOut> leftOut,
            EnumCounts<StepResult.Phase> steps,
            Map<AlertStatus, EnumCounts<AnomalyKind>> alerts,
            EnumCounts<Output> reduced,
            EnumCounts<Output> dropped,
            LongAdder failed) {

        private static Counted nothing() {
            Map<AlertStatus, EnumCounts<AnomalyKind>> alerts = new EnumMap<>(AlertStatus.class);
            for (AlertStatus status : AlertStatus.values()) {
                alerts.put(status, new EnumCounts<>(AnomalyKind.class));
            }
            return new Counted(
                    new EnumCounts<>(RejectionReason.class),
                    new EnumCounts<>(LeftOut.class),
                    new EnumCounts<>(StepResult.Phase.class),
                    alerts,
                    new EnumCounts<>(Output.class),
                    new EnumCounts<>(Output.class),
                    new LongAdder());
        }
    }

    /** @param clockMs wall-clock time, epoch milliseconds */
    public LiveState(MeterRegistry registry, LongSupplier clockMs) {
        this.throughput = new Throughput(clockMs);
        this.leftOut = new LeftOutEvents(clockMs);
        this.sourceTimes = new SourceTimes(clockMs);
        this.trainings = new Trainings(registry);
        this.meters = new DetectorMeters(registry);
        meters.follow(counted);
        meters.follow(this);
    }

    @Override
    public void event(String topic, int partition) {
        throughput.add();
        events.computeIfAbsent(topic, meters::events).increment();
    }

    @Override
    public void rejected(String topic, int partition, Rejected why) {
        String source = topic + "-" + partition;
        newestDeadLetter = source + ": " + why.detail();
        counted.rejected().add(why.reason());
        leftOut.add(why.reason().label(), source, why.detail());
    }

    @Override
    public void sourceTime(String topic, int partition, SourceTime time) {
        if (sourceTimes.take(topic, partition, time)) {
            meters.followSource(topic + "-" + partition, sourceTimes);
        }
    }

    @Override
    public void leftOut(LeftOut cause, String source, String entity, long byMs) {
        leftOut.add(cause.label(), source, entity + " by " + byMs / 1000 + " s");
        counted.leftOut().add(cause);
    }

    @Override
    public void trainer(TrainerStatus status) {
        trainings.take(status);
    }

    @Override
    public void step(StepResult result) {
        phases.step(result.entity(), result.phase());
        counted.steps().add(result.phase());
    }

    @Override
    public void alert(Alert alert) {
        incidents.add(alert);
        Objects.requireNonNull(counted.alerts().get(alert.getStatus())).add(alert.getKind());
    }

    @Override
    public void failed(String node) {
        counted.failed().increment();
    }

    @Override
    public void reduced(Output output) {
        counted.reduced().add(output);
    }

    @Override
    public void dropped(Output output) {
        counted.dropped().add(output);
    }

    @Override
    public void registryReachable(boolean reachable) {
        registryReachable.set(reachable);
    }

    public boolean registryReachable() {
        return registryReachable.get();
    }

    public long count(StepResult.Phase phase) {
        return phases.count(phase);
    }

    /** Most steps that any entity has learned from. */
    int furthestSteps() {
        return phases.furthestSteps();
    }

    /** Records that went to the dead-letter topic. */
    public long rejected() {
        return counted.rejected().sum();
    }

    /** Where the newest dead letter was read, and why it is one; empty while there is none. */
    String newestDeadLetter() {
        return newestDeadLetter;
    }

    /** Records that raise nothing, by cause. */
    LeftOutEvents leftOut() {
        return leftOut;
    }

    /** How far the source partitions have come. */
    SourceTimes sourceTimes() {
        return sourceTimes;
    }

    public long opened() {
        return Objects.requireNonNull(counted.alerts().get(AlertStatus.OPEN)).sum();
    }

    public Throughput throughput() {
        return throughput;
    }

    public IncidentBoard incidents() {
        return incidents;
    }

    Trainings trainings() {
        return trainings;
    }
}
